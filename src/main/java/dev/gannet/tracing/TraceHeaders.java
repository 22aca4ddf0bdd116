package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import dev.gannet.protocol.PublishFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message that asks to be traced. Texts are bytes, one in each char.
 *
 * @param fields the values of each header, in the order of the headers' names as bytes
 * @param external whether it asks by {@code traceparent} alone, so that the account says where the event goes (CP-221)
 */
public record TraceHeaders(SortedMap<String, List<String>> fields, boolean external) {
    public static final String DESTINATION = "Nats-Trace-Dest";
    public static final String ONLY = "Nats-Trace-Only";
    public static final String ORIGIN_ACCOUNT = "Nats-Trace-Origin-Account";

    /** The destination that means that nobody traces the message any more; no subject has a space. */
    public static final String DISABLED = "trace disabled";

    private static final String PARENT = "traceparent";
    private static final String ACCEPT_ENCODING = "Accept-Encoding";
    private static final String VERSION_LINE = "NATS/1.0\r\n";
    private static final String LINE_END = "\r\n";
    private static final int PARENT_PARTS = 4;
    private static final WordSearch DESTINATION_SEARCH = WordSearch.exactly(DESTINATION + ":");
    private static final WordSearch PARENT_SEARCH = WordSearch.inAnyCase(PARENT + ":");

    public TraceHeaders {
        fields = new TreeMap<>(fields);
    }

    /** Returns whether a message with headers may name a destination; most that do not are told apart here. */
    public static boolean mayNameDestination(PublishFrame frame) {
        return find(DESTINATION_SEARCH, frame);
    }

    /** Returns whether a message with headers may ask by {@code traceparent}. */
    public static boolean mayNameParent(PublishFrame frame) {
        return find(PARENT_SEARCH, frame);
    }

    private static boolean find(WordSearch word, PublishFrame frame) {
        int line = VERSION_LINE.length();
        return word.find(frame.chunk(), frame.bodyStart() + line, frame.headerLength() - line);
    }

    /**
     * Reads a header block, or the beginning of one.
     *
     * @return null if it does not ask to be traced (CP-220)
     */
    public static @Nullable TraceHeaders read(Chunk in, int from, int length) {
        String block = new String(in.bytes(from, length), ISO_8859_1);
        if (!block.startsWith(VERSION_LINE)) {
            return null;
        }
        TreeMap<String, List<String>> fields = new TreeMap<>();
        boolean destination = false;
        boolean parent = false;
        int at = VERSION_LINE.length();
        while (at < block.length()) {
            int colon = block.indexOf(':', at);
            int end = colon < 0 ? -1 : block.indexOf(LINE_END, skipBlanks(block, colon + 1));
            if (end < 0) {
                break;
            }
            String name = block.substring(at, colon);
            String value = strip(block.substring(colon + 1, end));
            at = end + LINE_END.length();
            if (name.isEmpty() || value.isEmpty()) {
                continue;
            }
            if (!parent && name.equalsIgnoreCase(PARENT)) {
                parent = isSampled(value);
            } else if (!destination && name.equals(DESTINATION)) {
                if (value.equals(DISABLED)) {
                    return null;
                }
                destination = true;
            }
            fields.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
        }
        return destination || parent ? new TraceHeaders(fields, !destination) : null;
    }

    private static int skipBlanks(String block, int from) {
        int at = from;
        while (at < block.length() && isBlank(block.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String strip(String value) {
        int start = skipBlanks(value, 0);
        int end = value.length();
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Returns whether a {@code traceparent} says so: the last of four parts is a number of two characters, at most 127, that is odd. */
    public static boolean isSampled(String parent) {
        String[] parts = parent.split("-", -1);
        if (parts.length != PARENT_PARTS || parts[PARENT_PARTS - 1].length() != 2) {
            return false;
        }
        try {
            int flags = Integer.parseInt(parts[PARENT_PARTS - 1], 16);
            return flags <= Byte.MAX_VALUE && (flags & 1) == 1;
        } catch (NumberFormatException e) {
            return false; // What is no number says nothing of sampling.
        }
    }

    /** Returns the first value of a header, or an empty text. */
    public String first(String name) {
        List<String> values = fields.get(name);
        return values == null ? "" : values.get(0);
    }

    /** Returns whether the message is to be traced and not delivered (CP-223); {@code traceparent} cannot ask for that. */
    public boolean only() {
        return !external
                && switch (first(ONLY).toLowerCase(Locale.ROOT)) {
                    case "1", "true", "on" -> true;
                    default -> false;
                };
    }

    EventEncoding encoding() {
        return EventEncoding.accepted(first(ACCEPT_ENCODING));
    }

    /** Returns the header block with another destination, such as {@link #DISABLED} where the trace ends. */
    public static byte[] withDestination(byte[] block, String destination) {
        String text = new String(block, ISO_8859_1);
        StringBuilder out = new StringBuilder(text.length() + 40);
        int at = 0;
        int last = Math.max(0, text.length() - LINE_END.length());
        while (at < last) {
            int end = text.indexOf(LINE_END, at);
            int next = end < 0 ? last : Math.min(last, end + LINE_END.length());
            if (!text.startsWith(DESTINATION + ":", at)) {
                out.append(text, at, next);
            }
            at = next;
        }
        out.append(DESTINATION)
                .append(": ")
                .append(destination)
                .append(LINE_END)
                .append(LINE_END);
        return out.toString().getBytes(ISO_8859_1);
    }

    /** Returns the header block of a message that is kept and traced no more: nothing else in it changes its place. */
    public static byte[] ended(byte[] block) {
        String text = new String(block, ISO_8859_1);
        String name = LINE_END + DESTINATION + ":";
        int found = text.indexOf(name);
        if (found < 0) {
            return withDestination(block, DISABLED);
        }
        int value = found + name.length();
        int kept = text.startsWith(" ", value) ? value + 1 : value;
        int end = text.indexOf(LINE_END, value);
        return (text.substring(0, kept) + DISABLED + text.substring(end)).getBytes(ISO_8859_1);
    }
}
