package dev.gannet.store.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a packed segment file; docs/storage-format.md shows them. What a plain file would have, its head included,
 * is cut into blocks of equal length, each of which is compressed by itself: a table says where they stand, and each says
 * itself which one it is. Pure functions.
 */
final class PackedLayout {
    /** How much of the plain file is in a block, but for the last one: what is lost at most where a byte is damaged. */
    static final int BLOCK_BYTES = 16 << 10;

    static final int HEAD_BYTES = 16;

    private static final int BLOCK = 0;
    private static final int LENGTH = 4;
    private static final int BODY_CRC = 8;
    private static final int HEAD_CRC = 12;
    private static final int AS_IS = 1 << 31;

    private PackedLayout() {}

    /** Returns how many blocks there are for so many bytes of a plain file. */
    static int blocks(int plainLength) {
        return (plainLength + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }

    /** Returns how many bytes of a plain file are in a block. */
    static int plainBytes(int block, int plainLength) {
        return Math.min(BLOCK_BYTES, plainLength - block * BLOCK_BYTES);
    }

    /** Returns where the table says where a block begins. Behind that of the last one it says where that ends. */
    static int tablePosition(int block) {
        return SegmentHead.BYTES + Integer.BYTES * block;
    }

    /** Returns where the first block begins. */
    static int start(int plainLength) {
        return tablePosition(blocks(plainLength) + 1);
    }

    /** Returns the length of bytes that are not compressed, as {@link #writeHead} takes it. */
    static int asIs(int length) {
        return length | AS_IS;
    }

    /** Writes the head of a block, whose bytes are behind it already. */
    static void writeHead(ByteBuffer buffer, int at, SegmentPlace place, int block, int length) {
        buffer.putInt(at + BLOCK, block);
        buffer.putInt(at + LENGTH, length);
        buffer.putInt(at + BODY_CRC, checksum(buffer, at + HEAD_BYTES, length & ~AS_IS));
        buffer.putInt(at + HEAD_CRC, checksum(buffer, at, HEAD_CRC) ^ place.mark(block));
    }

    /** Returns whether there is the whole head of a block. */
    static boolean isHead(ByteBuffer buffer, int at, SegmentPlace place) {
        return buffer.getInt(at + HEAD_CRC) == (checksum(buffer, at, HEAD_CRC) ^ place.mark(buffer.getInt(at + BLOCK)))
                && length(buffer, at) <= BLOCK_BYTES;
    }

    /** Returns whether what is behind the head is whole; it must be in the buffer. */
    static boolean isBody(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BODY_CRC) == checksum(buffer, at + HEAD_BYTES, length(buffer, at));
    }

    static int block(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BLOCK);
    }

    /** Returns the length of what is behind the head. */
    static int length(ByteBuffer buffer, int at) {
        return buffer.getInt(at + LENGTH) & ~AS_IS;
    }

    /** Returns whether what is behind the head is not compressed, because that would have made it longer. */
    static boolean isAsIs(ByteBuffer buffer, int at) {
        return buffer.getInt(at + LENGTH) < 0;
    }

    private static int checksum(ByteBuffer buffer, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), buffer.arrayOffset() + from, length);
        return (int) crc.getValue();
    }
}
