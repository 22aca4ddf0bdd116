package dev.gannet.client.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of the operations that a client sends. What would break a line is refused here, with {@link IllegalArgumentException}.
 * Any thread.
 */
final class Frames {
    private static final byte[] HEADER_LINE = "NATS/1.0\r\n".getBytes(UTF_8);
    private static final byte[] NONE = {};

    private @Nullable Subject last;

    /** Returns an operation without a payload. */
    static byte[] line(String text) {
        return (text + "\r\n").getBytes(UTF_8);
    }

    /** Returns the bytes of a subject: mostly it is that of the message before. */
    byte[] subject(String subject) {
        Subject before = last;
        if (before != null && before.text.equals(subject)) {
            return before.bytes;
        }
        byte[] bytes = word("subject", subject);
        last = new Subject(subject, bytes);
        return bytes;
    }

    /** A subject as it was sent last; threads may see different ones. */
    private static final class Subject {
        private final String text;
        private final byte[] bytes;

        Subject(String text, byte[] bytes) {
            this.text = text;
            this.bytes = bytes;
        }
    }

    /** Returns the header block; empty without headers. */
    static byte[] headers(Map<String, List<String>> headers) {
        if (headers.isEmpty()) {
            return NONE;
        }
        StringBuilder block = new StringBuilder();
        headers.forEach((name, values) -> values.forEach(value -> header(block, name, value)));
        if (block.isEmpty()) {
            return NONE;
        }
        byte[] lines = block.append("\r\n").toString().getBytes(UTF_8);
        return ByteBuffer.allocate(HEADER_LINE.length + lines.length)
                .put(HEADER_LINE)
                .put(lines)
                .array();
    }

    private static void header(StringBuilder block, String name, String value) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == ':' || c > '~')) {
            throw new IllegalArgumentException("header name \"" + name + "\" (expected: visible characters, no colon)");
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("header " + name + ": its value has an end of line (expected: none)");
        }
        block.append(name).append(": ").append(value).append("\r\n");
    }

    /** Returns the bytes of what stands between spaces in a line. */
    static byte[] word(String what, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        boolean isWord = bytes.length > 0;
        for (byte value : bytes) {
            isWord &= value > ' ' || value < 0;
        }
        if (!isWord) {
            throw new IllegalArgumentException(what + " \"" + text + "\" (expected: not empty, and no spaces)");
        }
        return bytes;
    }
}
