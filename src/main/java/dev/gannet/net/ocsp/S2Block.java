package dev.gannet.net.ocsp;

import java.io.IOException;

/**
 * Unpacks one block of S2, which is Snappy's with repetitions: a copy whose distance is zero has that of the copy before.
 *
 * <p><b>Owner:</b> the thread that reads; one object for a block.
 */
final class S2Block {
    /** Larger than any answer that is taken. */
    static final int BYTES_MAX = 1 << 18;

    private static final int LENGTH_BYTES_MAX = 5;
    private static final int LONG_LITERAL = 60;
    private static final int MATCH_MIN = 4;

    private final byte[] in;
    private final byte[] out;
    private int at;
    private int written;
    private int distance = 1;

    private S2Block(byte[] in) throws IOException {
        this.in = in;
        long length = 0;
        int shift = 0;
        int part;
        do {
            part = next();
            length |= (part & 0x7fL) << shift;
            shift += 7;
        } while (part >= 0x80 && at < LENGTH_BYTES_MAX);
        if (length > BYTES_MAX) {
            throw new IOException("s2: decoded block is too large");
        }
        this.out = new byte[(int) length];
    }

    static byte[] read(byte[] block) throws IOException {
        return new S2Block(block).unpack();
    }

    private byte[] unpack() throws IOException {
        while (at < in.length) {
            int tag = next();
            switch (tag & 3) {
                case 0 -> literal(tag >>> 2);
                case 1 -> {
                    int near = ((tag & 0xe0) << 3) | next();
                    int length = (tag >>> 2) & 7;
                    copy(near, near == 0 ? repeatLength(length) : length + MATCH_MIN);
                }
                case 2 -> {
                    int length = 1 + (tag >>> 2);
                    copy(number(2), length);
                }
                default -> {
                    int length = 1 + (tag >>> 2);
                    copy(number(4), length);
                }
            }
        }
        if (written != out.length) {
            throw corrupt();
        }
        return out;
    }

    private void literal(int code) throws IOException {
        int length = 1 + (code < LONG_LITERAL ? code : number(code - LONG_LITERAL + 1));
        if (length <= 0 || length > in.length - at || length > out.length - written) {
            throw corrupt();
        }
        System.arraycopy(in, at, out, written, length);
        at += length;
        written += length;
    }

    /** The length of a repetition, of which the longer ones follow in one to three bytes. */
    private int repeatLength(int code) throws IOException {
        return switch (code) {
            case 5 -> number(1) + MATCH_MIN + 4;
            case 6 -> number(2) + MATCH_MIN + (1 << 8);
            case 7 -> number(3) + MATCH_MIN + (1 << 16);
            default -> code + MATCH_MIN;
        };
    }

    private void copy(int from, int length) throws IOException {
        distance = from == 0 ? distance : from;
        if (distance < 0 || distance > written || length <= 0 || length > out.length - written) {
            throw corrupt();
        }
        for (int i = 0; i < length; i++) { // One by one, since what is copied may be what was just written.
            out[written] = out[written - distance];
            written++;
        }
    }

    private int number(int count) throws IOException {
        if (count > in.length - at) {
            throw corrupt();
        }
        int value = Framing.littleEndian(in, at, count);
        at += count;
        return value;
    }

    private int next() throws IOException {
        return number(1);
    }

    private static IOException corrupt() {
        return new IOException("s2: corrupt input");
    }
}
