package dev.gannet.protocol;

import dev.gannet.base.Chunk;

/**
 * A message of the server's own, as if it had just been read: one at a time, each valid until the next.
 *
 * <p><b>Owner:</b> whoever makes it, one thread.
 *
 * <p><b>Hot path:</b> nothing is allocated while messages are no longer than the longest before.
 */
public final class OwnFrame {
    private static final int FIRST_BYTES = 4096;
    private static final int KEPT_BYTES = 256 * 1024;
    private static final int SIZES_MAX = 24; // Two numbers, a space and the end of the line.

    private Chunk chunk = Chunk.allocate(FIRST_BYTES);
    private PublishFrame frame = new PublishFrame(chunk);

    /**
     * Writes a message.
     *
     * @param subject a valid subject without wildcards
     * @param headers a header block as it goes over the wire, or an empty array for none
     */
    public PublishFrame write(byte[] subject, byte[] headers, byte[] payload) {
        makeRoom(subject.length + headers.length + payload.length + SIZES_MAX + 3);
        int size = headers.length + payload.length;
        chunk.append(subject);
        byteOf(' ');
        frame.subjectStart = 0;
        frame.subjectLength = subject.length;
        frame.tail = chunk.written;
        frame.headerLength = headers.length == 0 ? PublishFrame.NO_HEADERS : headers.length;
        frame.size = size;
        if (headers.length > 0) {
            number(headers.length);
            byteOf(' ');
        }
        number(size);
        lineEnd();
        chunk.append(headers);
        chunk.append(payload);
        lineEnd();
        frame.end = chunk.written;
        return frame;
    }

    private void makeRoom(int length) {
        boolean isLarge = chunk.capacity() > KEPT_BYTES;
        if (length > chunk.capacity() || (isLarge && length <= KEPT_BYTES)) {
            chunk = Chunk.allocate(Math.max(FIRST_BYTES, Integer.highestOneBit(length) * 2));
            frame = new PublishFrame(chunk);
        }
        chunk.reset();
    }

    private void byteOf(char c) {
        chunk.putByte(chunk.written++, (byte) c);
    }

    private void lineEnd() {
        byteOf('\r');
        byteOf('\n');
    }

    private void number(int value) {
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = value;
        for (int at = chunk.written + digits - 1; at >= chunk.written; at--) {
            chunk.putByte(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        chunk.written += digits;
    }
}
