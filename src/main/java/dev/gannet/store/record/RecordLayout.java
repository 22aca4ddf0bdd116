package dev.gannet.store.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a record in a segment file; docs/storage-format.md shows them. Little-endian, one behind the other.
 *
 * <p>The checksum of a record's head covers where it stands, in which file of which stream: bytes of a payload that look
 * like a record, even those of a copied file, are not taken for one.
 *
 * <p><b>Owner:</b> one thread; it keeps a checksum that is being computed.
 */
public final class RecordLayout {
    public static final int HEAD_BYTES = 36;

    private static final byte MESSAGE = 'M';
    private static final byte ERASED = 'E';

    private static final int KIND = 0;
    private static final int SUBJECT_LENGTH = 2;
    private static final int HEADERS_LENGTH = 4;
    private static final int PAYLOAD_LENGTH = 8;
    private static final int SEQ = 12;
    private static final int TIMESTAMP = 20;
    private static final int BODY_CRC = 28;
    private static final int HEAD_CRC = 32;

    private final CRC32C crc = new CRC32C();

    /** Writes a record; where it will stand in the file is {@code position}. Returns its length. */
    public int write(ByteBuffer buffer, int at, StoreRecord message, SegmentPlace place, int position) {
        int subject = message.subject().length();
        int headers = message.headers().length();
        int payload = message.payload().length();
        int body = at + HEAD_BYTES;
        message.subject().copy(buffer, body);
        message.headers().copy(buffer, body + subject);
        message.payload().copy(buffer, body + subject + headers);
        buffer.put(at + KIND, MESSAGE).put(at + KIND + 1, (byte) 0);
        buffer.putShort(at + SUBJECT_LENGTH, (short) subject);
        buffer.putInt(at + HEADERS_LENGTH, headers);
        buffer.putInt(at + PAYLOAD_LENGTH, payload);
        buffer.putLong(at + SEQ, message.seq());
        buffer.putLong(at + TIMESTAMP, message.timestampNanos());
        int length = subject + headers + payload;
        buffer.putInt(at + BODY_CRC, checksum(buffer, body, length));
        stamp(buffer, at, place, position);
        return HEAD_BYTES + length;
    }

    /** Makes a record right for where it stands. */
    public void stamp(ByteBuffer buffer, int at, SegmentPlace place, int position) {
        buffer.putInt(at + HEAD_CRC, headChecksum(buffer, at, place, position));
    }

    /** Overwrites the body of a record with zeros. */
    public void erase(ByteBuffer buffer, int at, SegmentPlace place, int position) {
        int length = bodyLength(buffer, at);
        for (int i = at + HEAD_BYTES; i < at + HEAD_BYTES + length; i++) {
            buffer.put(i, (byte) 0);
        }
        buffer.put(at + KIND, ERASED);
        buffer.putInt(at + BODY_CRC, checksum(buffer, at + HEAD_BYTES, length));
        stamp(buffer, at, place, position);
    }

    /** Returns whether there is the whole head of a record. */
    public boolean isHead(ByteBuffer buffer, int at, SegmentPlace place, int position) {
        byte kind = buffer.get(at + KIND);
        return (kind == MESSAGE || kind == ERASED)
                && buffer.getInt(at + HEADERS_LENGTH) >= 0
                && buffer.getInt(at + PAYLOAD_LENGTH) >= 0
                && buffer.getInt(at + HEAD_CRC) == headChecksum(buffer, at, place, position);
    }

    /** Returns whether the body of a record is whole; it must be in the buffer. */
    public boolean isBody(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BODY_CRC) == checksum(buffer, at + HEAD_BYTES, bodyLength(buffer, at));
    }

    public static boolean isErased(ByteBuffer buffer, int at) {
        return buffer.get(at + KIND) == ERASED;
    }

    public static int subjectLength(ByteBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at + SUBJECT_LENGTH));
    }

    public static int headersLength(ByteBuffer buffer, int at) {
        return buffer.getInt(at + HEADERS_LENGTH);
    }

    public static int payloadLength(ByteBuffer buffer, int at) {
        return buffer.getInt(at + PAYLOAD_LENGTH);
    }

    /** Returns the length of what is behind the head; of a head that is not whole, anything not negative. */
    public static int bodyLength(ByteBuffer buffer, int at) {
        long length = (long) subjectLength(buffer, at) + headersLength(buffer, at) + payloadLength(buffer, at);
        return (int) Math.min(Integer.MAX_VALUE - HEAD_BYTES, Math.max(0, length));
    }

    public static long seq(ByteBuffer buffer, int at) {
        return buffer.getLong(at + SEQ);
    }

    public static long timestampNanos(ByteBuffer buffer, int at) {
        return buffer.getLong(at + TIMESTAMP);
    }

    private int headChecksum(ByteBuffer buffer, int at, SegmentPlace place, int position) {
        // Mixed in behind the checksum, which is dear for a few bytes more and in two buffers.
        return checksum(buffer, at, HEAD_CRC) ^ place.mark(position);
    }

    private int checksum(ByteBuffer buffer, int from, int length) {
        crc.reset();
        if (buffer.hasArray()) {
            crc.update(buffer.array(), buffer.arrayOffset() + from, length);
        } else {
            int limit = buffer.limit();
            int position = buffer.position();
            buffer.limit(from + length).position(from);
            crc.update(buffer);
            buffer.limit(limit).position(position);
        }
        return (int) crc.getValue();
    }
}
