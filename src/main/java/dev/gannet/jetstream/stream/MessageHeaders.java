package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a message say to the stream that it is for, and the headers that are stored. Names are compared as
 * they stand; of a field that comes twice the first counts, as in the reference server.
 *
 * <p><b>Owner:</b> who applies entries; {@link #read} makes it those of the next message.
 */
final class MessageHeaders {
    /** What a stream looks for. */
    enum Field {
        MSG_ID("Nats-Msg-Id"),
        EXPECTED_STREAM("Nats-Expected-Stream"),
        EXPECTED_LAST_SEQ("Nats-Expected-Last-Sequence"),
        EXPECTED_LAST_SUBJECT_SEQ("Nats-Expected-Last-Subject-Sequence"),
        EXPECTED_LAST_SUBJECT_SEQ_SUBJECT("Nats-Expected-Last-Subject-Sequence-Subject"),
        EXPECTED_LAST_MSG_ID("Nats-Expected-Last-Msg-Id"),
        ROLLUP("Nats-Rollup"),
        TTL("Nats-TTL"),
        INCR("Nats-Incr"),
        STREAM_SOURCE("Nats-Stream-Source"),
        BATCH_ID("Nats-Batch-Id"),
        SCHEDULE("Nats-Schedule"),
        REQUEST_INFO("Nats-Request-Info");

        private final String text;

        Field(String text) {
            this.text = text;
        }
    }

    /** A field, and where its line stands. */
    private record Found(String value, int start, int end) {}

    private static final byte[] PREFIX = "Nats-".getBytes(ISO_8859_1);
    private static final byte[] VERSION = "NATS/1.0".getBytes(ISO_8859_1);
    private static final byte[] NONE = {};
    private static final Map<String, Field> FIELDS =
            Arrays.stream(Field.values()).collect(Collectors.toUnmodifiableMap(field -> field.text, field -> field));

    private final Map<Field, Found> found = new EnumMap<>(Field.class);
    private byte[] bytes = NONE;

    /** Takes the headers of the next message. */
    void read(ByteBuffer from, int start, int length) {
        found.clear();
        if (length == 0) {
            bytes = NONE;
            return;
        }
        bytes = new byte[length];
        from.get(start, bytes, 0, length);
        int line = lineEnd(0);
        while (line < bytes.length) {
            int end = lineEnd(line);
            look(line, end);
            line = end;
        }
    }

    /** Returns what a field says, without spaces in front; null if it is not there. */
    @Nullable
    String get(Field field) {
        Found one = found.get(field);
        return one == null ? null : one.value();
    }

    /** Returns whether a field is there and says something. */
    boolean has(Field field) {
        Found one = found.get(field);
        return one != null && !one.value().isEmpty();
    }

    /** Returns the headers as they are stored: without a status (ST-82) and without who asked (ST-81). */
    byte[] stored() {
        if (bytes.length == 0) {
            return bytes;
        }
        Found info = found.get(Field.REQUEST_INFO);
        if (info != null) {
            cut(info.start(), info.end());
            if (bytes.length == VERSION.length + 4) {
                return NONE; // Nothing else was there.
            }
        }
        int statusEnd = lineEnd(0) - 2;
        if (statusEnd > VERSION.length && startsWith(bytes, 0, VERSION)) {
            cut(VERSION.length, statusEnd);
        }
        return bytes;
    }

    /** Returns headers with one field in front of the others. */
    static byte[] with(byte[] headers, String name, String value) {
        String line = name + ": " + value + "\r\n";
        String rest = headers.length == 0 ? "\r\n" : new String(headers, ISO_8859_1).substring(VERSION.length + 2);
        return (new String(VERSION, ISO_8859_1) + "\r\n" + line + rest).getBytes(ISO_8859_1);
    }

    /** Returns headers with another value of a field that is there. */
    static byte[] withValue(byte[] stored, Field field, String value) {
        String text = new String(stored, ISO_8859_1);
        String name = "\r\n" + field.text + ":";
        int at = text.indexOf(name) + name.length();
        int end = text.indexOf("\r\n", at);
        return (text.substring(0, at) + " " + value + text.substring(end)).getBytes(ISO_8859_1);
    }

    private void cut(int from, int to) {
        byte[] rest = new byte[bytes.length - (to - from)];
        System.arraycopy(bytes, 0, rest, 0, from);
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        bytes = rest;
    }

    private void look(int line, int end) {
        if (!startsWith(bytes, line, PREFIX)) {
            return;
        }
        int colon = line;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        if (colon == end) {
            return;
        }
        Field field = FIELDS.get(new String(bytes, line, colon - line, ISO_8859_1));
        if (field != null) {
            found.putIfAbsent(field, new Found(value(colon + 1, end), line, end));
        }
    }

    /** Returns what stands in a line, without spaces in front: of others nobody knows that they are not meant. */
    private String value(int from, int lineEnd) {
        int start = from;
        while (start < lineEnd && bytes[start] == ' ') {
            start++;
        }
        int end = lineEnd;
        while (end > start && (bytes[end - 1] == '\r' || bytes[end - 1] == '\n')) {
            end--;
        }
        return new String(bytes, start, end - start, ISO_8859_1);
    }

    /** Returns where the line after the one that a position is in begins. */
    private int lineEnd(int from) {
        for (int i = from; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i + 2;
            }
        }
        return bytes.length;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        return bytes.length - at >= prefix.length
                && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
    }
}
