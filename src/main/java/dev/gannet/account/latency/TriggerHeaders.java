package dev.gannet.account.latency;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.tracing.TraceHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which a request asks to be measured: those of the tracing systems (AC-48, AC-50). A request that is
 * sampled there is sampled here, and its metric has the headers that name the trace. Pure functions.
 */
public final class TriggerHeaders {
    private static final String LINE_END = "\r\n";
    private static final String UBER = "Uber-Trace-Id";
    private static final String UBER_CONTEXT = "Uberctx-";
    private static final String B3 = "B3";
    private static final String B3_SAMPLED = "X-B3-Sampled";
    private static final String B3_TRACE = "X-B3-Traceid";
    private static final List<String> B3_ALL = List.of(B3_SAMPLED, B3_TRACE, "X-B3-Parentspanid", "X-B3-Spanid");
    private static final String PARENT = "Traceparent";
    private static final String STATE = "Tracestate";
    private static final String NAME_PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final String HEX_DIGITS = "0123456789abcdef";
    private static final int PARTS = 4;

    private TriggerHeaders() {}

    /**
     * Returns the headers that ask for it, and those that belong to them; null if the request is not to be measured.
     *
     * @param block a header block as it comes over the wire
     */
    public static @Nullable SortedMap<String, List<String>> find(byte[] block) {
        SortedMap<String, List<String>> fields = read(new String(block, ISO_8859_1));
        if (fields.isEmpty()) {
            return null;
        }
        String uber = first(fields, UBER);
        if (uber != null) {
            return isSampledByUber(uber) ? withPrefix(fields, UBER, UBER_CONTEXT) : null;
        }
        String sampled = first(fields, B3_SAMPLED);
        if ("0".equals(sampled)) {
            return null;
        }
        if ("1".equals(sampled) || fields.containsKey(B3_TRACE)) {
            return only(fields, B3_ALL);
        }
        String b3 = first(fields, B3);
        if (b3 != null) {
            return isDeniedByB3(b3) ? null : only(fields, List.of(B3));
        }
        String parent = first(fields, PARENT);
        return parent != null && TraceHeaders.isSampled(parent) ? only(fields, List.of(PARENT, STATE)) : null;
    }

    /** {@code trace:span:parent:flags}, of which the flags are one or two hexadecimal digits; the last one counts. */
    private static boolean isSampledByUber(String value) {
        String[] parts = value.split(":", -1);
        String flags = parts[parts.length - 1];
        if (parts.length != PARTS || flags.isEmpty() || flags.length() > 2) {
            return false;
        }
        int last = HEX_DIGITS.indexOf(Character.toLowerCase(flags.charAt(flags.length() - 1)));
        return last > 0 && (last & 1) == 1;
    }

    /** {@code trace-span-sampled-parent}, or the decision alone. */
    private static boolean isDeniedByB3(String value) {
        String[] parts = value.split("-", -1);
        return parts.length > 2 ? parts[2].equals("0") : parts.length == 1 && parts[0].equals("0");
    }

    private static @Nullable String first(SortedMap<String, List<String>> fields, String name) {
        List<String> values = fields.get(name);
        return values == null ? null : values.get(0);
    }

    private static SortedMap<String, List<String>> only(SortedMap<String, List<String>> fields, List<String> names) {
        SortedMap<String, List<String>> found = new TreeMap<>(fields);
        found.keySet().retainAll(names);
        return found;
    }

    private static SortedMap<String, List<String>> withPrefix(
            SortedMap<String, List<String>> fields, String name, String prefix) {
        SortedMap<String, List<String>> found = new TreeMap<>(fields);
        found.keySet().removeIf(key -> !key.equals(name) && !key.startsWith(prefix));
        return found;
    }

    /**
     * Reads a block as the reference's library for mail headers does: names in one spelling, long lines put together, and
     * nothing at all if one line is wrong.
     */
    private static SortedMap<String, List<String>> read(String block) {
        SortedMap<String, List<String>> fields = new TreeMap<>();
        int at = block.indexOf(LINE_END);
        at = at < 0 ? block.length() : at + LINE_END.length();
        while (at < block.length()) {
            int end = block.indexOf(LINE_END, at);
            if (end == at) {
                return fields;
            }
            if (end < 0 || isBlank(block.charAt(at))) {
                break;
            }
            StringBuilder line = new StringBuilder(strip(block.substring(at, end)));
            at = end + LINE_END.length();
            while (at < block.length() && isBlank(block.charAt(at))) {
                end = block.indexOf(LINE_END, at);
                if (end < 0) {
                    return new TreeMap<>();
                }
                line.append(' ').append(strip(block.substring(at, end)));
                at = end + LINE_END.length();
            }
            if (!add(fields, line.toString())) {
                break;
            }
        }
        return new TreeMap<>();
    }

    private static boolean add(SortedMap<String, List<String>> fields, String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String name = line.substring(0, colon);
        String value = strip(line.substring(colon + 1));
        boolean isName = name.chars().allMatch(c -> c == ' ' || isNameByte(c));
        boolean isValue = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
        if (!isName || !isValue) {
            return false;
        }
        if (!name.isEmpty()) {
            String key = name.indexOf(' ') < 0 ? canonical(name) : name;
            fields.computeIfAbsent(key, any -> new ArrayList<>(1)).add(value);
        }
        return true;
    }

    private static boolean isNameByte(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || NAME_PUNCTUATION.indexOf(c) >= 0;
    }

    /** Each part between hyphens begins with a capital letter and goes on with small ones. */
    private static String canonical(String name) {
        StringBuilder out = new StringBuilder(name.toLowerCase(Locale.ROOT));
        boolean isFirst = true;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            out.setCharAt(i, isFirst ? Character.toUpperCase(c) : c);
            isFirst = c == '-';
        }
        return out.toString();
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
