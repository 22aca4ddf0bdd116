package dev.gannet.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The bytes of one entry in a journal file; docs/storage-format.md shows them. Little-endian; an entry begins at a
 * multiple of eight.
 *
 * <p>The checksum of an entry's head covers where it stands, in which file of which journal: bytes of a payload that
 * look like an entry, even those of a copied journal, are not taken for one.
 *
 * <p><b>Owner:</b> one thread; it keeps a checksum that is being computed.
 */
final class EntryLayout {
    static final int ALIGNMENT = 8;
    static final int HEAD_BYTES = 32;

    /** An entry. */
    static final int ENTRY = 0x454A4E47; // "GNJE"

    /** A mark: whatever is before it in the file was durable when it was written. It has no body. */
    static final int MARK = 0x4D4A4E47; // "GNJM"

    /** The highest number that an entry may be about. */
    static final int ABOUT_MAX = (1 << 24) - 1;

    private static final int SHARD_MAX = 255;
    private static final int ABOUT_SHIFT = 8;
    private static final int KIND = 0;
    private static final int BODY_LENGTH = 4;
    private static final int INDEX = 8;
    private static final int WHOSE = 16;
    private static final int SYNCED = 20;
    private static final int BODY_CRC = 24;
    private static final int HEAD_CRC = 28;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer place =
            ByteBuffer.allocate(Long.BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Returns how far the next entry is behind one with such a body. */
    static int length(int bodyLength) {
        return HEAD_BYTES + (bodyLength + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Writes what is known when an entry is added to a batch; its body stands behind the head already. */
    void begin(ByteBuffer buffer, int at, int whose, int bodyLength) {
        buffer.putInt(at + KIND, ENTRY);
        buffer.putInt(at + BODY_LENGTH, bodyLength);
        buffer.putInt(at + WHOSE, whose);
        buffer.putInt(at + BODY_CRC, checksum(buffer, at + HEAD_BYTES, bodyLength));
    }

    /** Writes what is known when it goes to the file: its index, and how much of the file is durable. */
    static void stamp(ByteBuffer buffer, int at, long index, int synced) {
        buffer.putLong(at + INDEX, index);
        buffer.putInt(at + SYNCED, synced);
    }

    /** Completes it, with all else written, for where it stands in the file. */
    void end(ByteBuffer buffer, int at, JournalPlace file, int position) {
        buffer.putInt(at + HEAD_CRC, headChecksum(buffer, at, file, position));
    }

    /** Writes a mark. */
    void mark(ByteBuffer buffer, int at, JournalPlace file, int position, long lastIndex) {
        buffer.putInt(at + KIND, MARK);
        buffer.putInt(at + BODY_LENGTH, 0);
        buffer.putInt(at + WHOSE, 0);
        buffer.putInt(at + BODY_CRC, 0);
        stamp(buffer, at, lastIndex, position);
        end(buffer, at, file, position);
    }

    /** Returns whether there is the whole head of an entry or a mark. */
    boolean isHead(ByteBuffer buffer, int at, JournalPlace file, int position) {
        int kind = buffer.getInt(at + KIND);
        return (kind == ENTRY || kind == MARK)
                && bodyLength(buffer, at) >= 0
                && buffer.getInt(at + HEAD_CRC) == headChecksum(buffer, at, file, position);
    }

    /** Returns whether the body of an entry is whole; it must be in the buffer. */
    boolean isBody(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BODY_CRC) == checksum(buffer, at + HEAD_BYTES, bodyLength(buffer, at));
    }

    static boolean isMark(ByteBuffer buffer, int at) {
        return buffer.getInt(at + KIND) == MARK;
    }

    static int bodyLength(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BODY_LENGTH);
    }

    static long index(ByteBuffer buffer, int at) {
        return buffer.getLong(at + INDEX);
    }

    static int shard(ByteBuffer buffer, int at) {
        return buffer.getInt(at + WHOSE) & SHARD_MAX;
    }

    /** Returns what of its shard the entry is about, or 0. */
    static int about(ByteBuffer buffer, int at) {
        return buffer.getInt(at + WHOSE) >>> ABOUT_SHIFT;
    }

    static int whose(int shard, int about) {
        if (shard < 0 || shard > SHARD_MAX || about < 0 || about > ABOUT_MAX) {
            throw new IllegalArgumentException("shard: " + shard + ", about: " + about + " (expected: <= " + SHARD_MAX
                    + ", <= " + ABOUT_MAX + ")");
        }
        return shard | about << ABOUT_SHIFT;
    }

    /** Returns how much of the file was durable when the entry was written. */
    static int synced(ByteBuffer buffer, int at) {
        return buffer.getInt(at + SYNCED);
    }

    private int headChecksum(ByteBuffer buffer, int at, JournalPlace file, int position) {
        crc.reset();
        update(buffer, at, HEAD_CRC);
        place.putLong(0, file.journalId()).putLong(Long.BYTES, (long) file.number() << Integer.SIZE | position);
        crc.update(place.clear());
        return (int) crc.getValue();
    }

    private int checksum(ByteBuffer buffer, int from, int length) {
        crc.reset();
        update(buffer, from, length);
        return (int) crc.getValue();
    }

    private void update(ByteBuffer buffer, int from, int length) {
        int limit = buffer.limit();
        int position = buffer.position();
        buffer.limit(from + length).position(from);
        crc.update(buffer);
        buffer.limit(limit).position(position);
    }
}
