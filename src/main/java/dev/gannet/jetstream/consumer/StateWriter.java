package dev.gannet.jetstream.consumer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit of each but the last set.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class StateWriter {
    private static final int FIRST_BYTES = 64;
    private static final int NUMBER_BYTES_MAX = 10;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    public StateWriter number(long value) {
        room(NUMBER_BYTES_MAX);
        long rest = value;
        while ((rest & -MORE) != 0) {
            bytes[length++] = (byte) ((rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public StateWriter text(byte[] text) {
        number(text.length);
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    private void room(int needed) {
        if (bytes.length - length < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + needed));
        }
    }

    public int length() {
        return length;
    }

    /** Returns a copy of what was written. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Forgets what was written. */
    public void clear() {
        length = 0;
    }

    /** Reads a number. */
    public static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            byte read = in.get();
            value |= (long) (read & (MORE - 1)) << shift;
            if (read >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number: longer than " + NUMBER_BYTES_MAX + " bytes");
    }

    /** Reads a text. */
    public static byte[] text(ByteBuffer in) {
        byte[] text = new byte[(int) number(in)];
        in.get(text);
        return text;
    }
}
