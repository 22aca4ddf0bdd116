package dev.gannet.net.ocsp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The S2 stream in which the reference server keeps an answer on disk, so that either server can go on with the other's
 * cache. Answers are random for the most part, so they are written without compression; what is compressed is read.
 * Pure functions.
 */
final class Framing {
    private static final byte[] STREAM = {(byte) 0xff, 6, 0, 0, 'S', '2', 's', 'T', 'w', 'O'};
    private static final byte[] SNAPPY_NAME = "sNaPpY".getBytes(US_ASCII);
    private static final byte[] S2_NAME = "S2sTwO".getBytes(US_ASCII);
    private static final int COMPRESSED = 0x00;
    private static final int UNCOMPRESSED = 0x01;
    private static final int STREAM_NAME = 0xff;
    private static final int SKIPPABLE_MIN = 0x80;
    private static final int CHECKSUM_BYTES = 4;
    private static final int CHECKSUM_MASK = 0xa282ead8;
    private static final int HEADER_BYTES = 4;

    private Framing() {}

    /** Returns {@code data}, which is not long, as a stream of one piece. */
    static byte[] write(byte[] data) {
        if (data.length > S2Block.BYTES_MAX) {
            throw new IllegalArgumentException("data: " + data.length + " (expected: <= " + S2Block.BYTES_MAX + ")");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 32);
        out.writeBytes(STREAM);
        int length = data.length + CHECKSUM_BYTES;
        out.writeBytes(new byte[] {
            UNCOMPRESSED, (byte) length, (byte) (length >>> Byte.SIZE), (byte) (length >>> (2 * Byte.SIZE))
        });
        int checksum = checksum(data);
        for (int i = 0; i < CHECKSUM_BYTES; i++) {
            out.write(checksum >>> (i * Byte.SIZE));
        }
        out.writeBytes(data);
        return out.toByteArray();
    }

    /** Returns what is in {@code stream}; at most {@link S2Block#BYTES_MAX} bytes. */
    static byte[] read(byte[] stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < stream.length) {
            if (stream.length - at < HEADER_BYTES) {
                throw new IOException("s2: corrupt input");
            }
            int type = stream[at] & 0xff;
            int length = littleEndian(stream, at + 1, 3);
            int from = at + HEADER_BYTES;
            if (length > stream.length - from) {
                throw new IOException("s2: corrupt input");
            }
            piece(type, Arrays.copyOfRange(stream, from, from + length), out);
            at = from + length;
        }
        return out.toByteArray();
    }

    private static void piece(int type, byte[] content, ByteArrayOutputStream out) throws IOException {
        if (type == STREAM_NAME) {
            if (!Arrays.equals(content, S2_NAME) && !Arrays.equals(content, SNAPPY_NAME)) {
                throw new IOException("s2: unsupported input");
            }
            return;
        }
        if (type >= SKIPPABLE_MIN) {
            return;
        }
        if (type > UNCOMPRESSED || content.length < CHECKSUM_BYTES) {
            throw new IOException("s2: unsupported input");
        }
        byte[] body = Arrays.copyOfRange(content, CHECKSUM_BYTES, content.length);
        byte[] data = type == COMPRESSED ? S2Block.read(body) : body;
        if (checksum(data) != littleEndian(content, 0, CHECKSUM_BYTES)) {
            throw new IOException("s2: corrupt input, crc mismatch");
        }
        if (out.size() + data.length > S2Block.BYTES_MAX) {
            throw new IOException("s2: decoded block is too large");
        }
        out.writeBytes(data);
    }

    private static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK;
    }

    static int littleEndian(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xff) << (i * Byte.SIZE);
        }
        return value;
    }
}
