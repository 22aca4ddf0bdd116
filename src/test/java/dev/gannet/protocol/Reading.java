package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import java.util.Arrays;

/**
 * Gives a client's bytes to a parser as a transport does: what was not consumed comes again, with more behind it, at the
 * beginning of a buffer in which anything may stand behind the bytes that were read.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class Reading {
    private final Parser parser = new Parser();
    private final RecordingClient client;
    private final Chunk buffer;
    private byte[] unfinished = {};

    Reading(RecordingClient client, int capacity) {
        this.client = client;
        this.buffer = Chunk.allocate(capacity);
    }

    /** Reads {@code bytes}, with {@code behind} in the buffer after them; returns how many bytes are left over. */
    int read(byte[] bytes, byte[] behind) {
        byte[] input = Arrays.copyOf(unfinished, unfinished.length + bytes.length);
        System.arraycopy(bytes, 0, input, unfinished.length, bytes.length);
        unfinished = input;
        parse(behind);
        while (client.isSuspended() && !client.isClosed()) {
            client.resume();
            parse(behind);
        }
        return unfinished.length;
    }

    int read(String text) {
        return read(text.getBytes(ISO_8859_1), new byte[0]);
    }

    private void parse(byte[] behind) {
        int limit = unfinished.length;
        buffer.reset();
        buffer.append(unfinished);
        buffer.append(behind);
        int position = parser.parse(client, buffer, 0, limit);
        if (position < 0 || position > limit) {
            throw new AssertionError("parsed to " + position + " (expected: 0.." + limit + ")");
        }
        if (needed() > 0 && needed() <= limit - position) {
            throw new AssertionError("needed " + needed() + " and has " + (limit - position));
        }
        unfinished = Arrays.copyOfRange(unfinished, position, limit);
    }

    int needed() {
        return parser.needed();
    }

    int unfinishedBytes() {
        return unfinished.length;
    }
}
