package dev.gannet.client.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the operations that a client sends. What would break a line is refused here, with {@link IllegalArgumentException}.
 * Any thread.
 */
final class Frames {
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final byte[] HEADER_LINE = "NATS/1.0\r\n".getBytes(UTF_8);
    private static final byte[] PUB = "PUB ".getBytes(UTF_8);
    private static final byte[] HPUB = "HPUB ".getBytes(UTF_8);
    private static final byte[] NONE = {};
    private static final int NUMBERS_BYTES = 2 * 10 + 8; // Two numbers, spaces and ends of lines.

    private final AtomicReference<@Nullable ByteBuffer> spare = new AtomicReference<>();
    private @Nullable Subject last;

    /** Returns an operation without a payload. */
    static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text + "\r\n").getBytes(UTF_8));
    }

    /** Returns a message, to be given back with {@link #done}. */
    ByteBuffer message(String subject, @Nullable String reply, byte[] headers, byte[] payload) {
        byte[] to = subject(subject);
        byte[] answer = reply == null ? NONE : word("reply subject", reply);
        int size = headers.length + payload.length;
        ByteBuffer buffer = take(HPUB.length + to.length + answer.length + NUMBERS_BYTES + size);
        buffer.put(headers.length == 0 ? PUB : HPUB).put(to).put((byte) ' ');
        if (reply != null) {
            buffer.put(answer).put((byte) ' ');
        }
        if (headers.length > 0) {
            number(buffer, headers.length);
            buffer.put((byte) ' ');
        }
        number(buffer, size);
        return end(end(buffer).put(headers).put(payload)).flip();
    }

    /** Most messages go where the one before went. */
    private byte[] subject(String subject) {
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

    private static ByteBuffer end(ByteBuffer buffer) {
        return buffer.put((byte) '\r').put((byte) '\n');
    }

    private static void number(ByteBuffer buffer, int value) {
        int divisor = 1;
        while (value / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            buffer.put((byte) ('0' + value / divisor % 10));
        }
    }

    private ByteBuffer take(int bytes) {
        ByteBuffer buffer = bytes <= BUFFER_BYTES ? spare.getAndSet(null) : null;
        return buffer == null ? ByteBuffer.allocate(Math.max(BUFFER_BYTES, bytes)) : buffer.clear();
    }

    /** Takes a buffer back. */
    void done(ByteBuffer buffer) {
        if (buffer.capacity() == BUFFER_BYTES) {
            spare.lazySet(buffer);
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
