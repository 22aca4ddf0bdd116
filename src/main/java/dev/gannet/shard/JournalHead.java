package dev.gannet.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a journal file begins with. A file counts once this is durable, and with it where the file before it ends: what
 * stands behind there was never committed.
 *
 * @param previous the number of the file before this one; zero if it is the first
 * @param previousEnd how many bytes of that are good
 * @param firstIndex the index of the first entry in this file
 * @param isReused whether bytes of an earlier file stand behind what is written
 */
record JournalHead(int previous, int previousEnd, long firstIndex, boolean isReused) {
    static final int BYTES = 64;

    private static final long MAGIC = 0x4C414E4A544E4E47L; // "GNNTJNAL"
    private static final int VERSION = 1;
    private static final int MAGIC_AT = 0;
    private static final int VERSION_AT = 8;
    private static final int NUMBER_AT = 12;
    private static final int JOURNAL_AT = 16;
    private static final int FIRST_INDEX_AT = 24;
    private static final int PREVIOUS_AT = 32;
    private static final int PREVIOUS_END_AT = 36;
    private static final int REUSED_AT = 40;
    private static final int CRC_AT = 60;

    /** Returns the bytes of this head in a file. */
    ByteBuffer bytes(JournalPlace file) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC_AT, MAGIC)
                .putInt(VERSION_AT, VERSION)
                .putInt(NUMBER_AT, file.number())
                .putLong(JOURNAL_AT, file.journalId())
                .putLong(FIRST_INDEX_AT, firstIndex)
                .putInt(PREVIOUS_AT, previous)
                .putInt(PREVIOUS_END_AT, previousEnd)
                .putInt(REUSED_AT, isReused ? 1 : 0);
        return bytes.putInt(CRC_AT, checksum(bytes));
    }

    /**
     * Returns the head of a file, null if it has none that is whole.
     *
     * @throws JournalException if it is of a version that this server does not know
     */
    static @Nullable JournalHead read(ByteBuffer file, JournalPlace place) throws JournalException {
        if (file.limit() < BYTES) {
            return null;
        }
        ByteBuffer bytes = file.slice(0, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(MAGIC_AT) != MAGIC || bytes.getInt(CRC_AT) != checksum(bytes)) {
            return null;
        }
        if (bytes.getInt(VERSION_AT) != VERSION) {
            throw new JournalException(place.name() + ": format " + bytes.getInt(VERSION_AT) + " (expected: " + VERSION
                    + "); it was written by another version of the server");
        }
        if (bytes.getInt(NUMBER_AT) != place.number() || bytes.getLong(JOURNAL_AT) != place.journalId()) {
            return null; // A copy under another name.
        }
        return new JournalHead(
                bytes.getInt(PREVIOUS_AT),
                bytes.getInt(PREVIOUS_END_AT),
                bytes.getLong(FIRST_INDEX_AT),
                bytes.getInt(REUSED_AT) != 0);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(CRC_AT));
        return (int) crc.getValue();
    }
}
