package dev.gannet.tracing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Packs bytes in Snappy's framing format. Pure functions.
 *
 * <p>Repetitions are found by the hash of four bytes; good enough for JSON, whose names repeat.
 */
final class Snappy {
    private static final byte[] STREAM = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
    private static final int COMPRESSED = 0;
    private static final int UNCOMPRESSED = 1;
    private static final int BLOCK_MAX = 65_536;
    private static final int CHECKSUM_BYTES = 4;
    private static final int CHECKSUM_MASK = 0xa282ead8;
    private static final int HASH_BITS = 12;
    private static final int HASH_FACTOR = 0x1e35a7bd;
    private static final int MATCH_MIN = 4;
    private static final int COPY_MAX = 64;
    private static final int SHORT_LITERAL_MAX = 60;

    private Snappy() {}

    static byte[] frames(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length / 2 + 64);
        out.writeBytes(STREAM);
        for (int from = 0; from < data.length; from += BLOCK_MAX) {
            byte[] block = Arrays.copyOfRange(data, from, Math.min(data.length, from + BLOCK_MAX));
            byte[] packed = block(block);
            boolean smaller = packed.length < block.length;
            byte[] body = smaller ? packed : block;
            out.write(smaller ? COMPRESSED : UNCOMPRESSED);
            littleEndian(out, body.length + CHECKSUM_BYTES, 3);
            littleEndian(out, checksum(block), CHECKSUM_BYTES);
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    private static int checksum(byte[] block) {
        CRC32C crc = new CRC32C();
        crc.update(block, 0, block.length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK;
    }

    /** Returns the block in Snappy's block format; {@code block} has at most {@link #BLOCK_MAX} bytes. */
    private static byte[] block(byte[] block) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(block.length / 2 + 16);
        length(out, block.length);
        int[] last = new int[1 << HASH_BITS]; // Where four bytes were seen, plus one.
        int written = 0;
        int at = 0;
        while (at + MATCH_MIN <= block.length) {
            int slot = (intAt(block, at) * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
            int before = last[slot] - 1;
            last[slot] = at + 1;
            if (before < 0 || intAt(block, before) != intAt(block, at)) {
                at++;
                continue;
            }
            int length = matchLength(block, before, at);
            literal(out, block, written, at);
            copies(out, at - before, length);
            at += length;
            written = at;
        }
        literal(out, block, written, block.length);
        return out.toByteArray();
    }

    private static int matchLength(byte[] block, int before, int at) {
        int length = MATCH_MIN;
        while (at + length < block.length && block[before + length] == block[at + length]) {
            length++;
        }
        return length;
    }

    private static void literal(ByteArrayOutputStream out, byte[] block, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        if (length <= SHORT_LITERAL_MAX) {
            out.write((length - 1) << 2);
        } else {
            out.write((SHORT_LITERAL_MAX + 1) << 2); // The length follows in two bytes.
            littleEndian(out, length - 1, 2);
        }
        out.write(block, from, length);
    }

    /** Each copy has its distance in two bytes and one to 64 bytes. */
    private static void copies(ByteArrayOutputStream out, int distance, int length) {
        for (int left = length; left > 0; left -= COPY_MAX) {
            out.write(((Math.min(left, COPY_MAX) - 1) << 2) | 2);
            littleEndian(out, distance, 2);
        }
    }

    private static void length(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | ((bytes[at + 1] & 0xff) << 8)
                | ((bytes[at + 2] & 0xff) << 16)
                | (bytes[at + 3] << 24);
    }

    private static void littleEndian(ByteArrayOutputStream out, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(value >>> (i << 3));
        }
    }
}
