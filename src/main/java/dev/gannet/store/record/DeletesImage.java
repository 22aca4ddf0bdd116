package dev.gannet.store.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The file that says which entries of a segment have no message: a bit for each. Pure functions. */
public final class DeletesImage {
    private static final int ENTRIES = SegmentHead.BYTES;
    private static final int BITS = SegmentHead.BYTES + Long.BYTES;

    private DeletesImage() {}

    public static ByteBuffer bytes(SegmentPlace place, int entries, long[] dead) {
        int words = (entries + Long.SIZE - 1) >>> 6;
        ByteBuffer file =
                ByteBuffer.allocate(BITS + Long.BYTES * words + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        SegmentHead.write(file, SegmentHead.Kind.DELETES, place);
        file.putLong(ENTRIES, entries);
        for (int i = 0; i < Math.min(words, dead.length); i++) {
            file.putLong(BITS + Long.BYTES * i, dead[i]);
        }
        int end = file.capacity() - Integer.BYTES;
        return file.putInt(end, checksum(file, end));
    }

    /** Returns the bits, if the file is whole; it may have been written when there were fewer entries. */
    public static Optional<long[]> read(ByteBuffer file, SegmentPlace place, int entries) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        int end = file.limit() - Integer.BYTES;
        if (end < BITS
                || !SegmentHead.isWhole(file, SegmentHead.Kind.DELETES, place)
                || file.getInt(end) != checksum(file, end)
                || file.getLong(ENTRIES) > entries) {
            return Optional.empty();
        }
        long[] dead = new long[(end - BITS) / Long.BYTES];
        file.position(BITS).asLongBuffer().get(dead);
        return Optional.of(dead);
    }

    private static int checksum(ByteBuffer file, int length) {
        CRC32C crc = new CRC32C();
        crc.update(file.array(), file.arrayOffset(), length);
        return (int) crc.getValue();
    }
}
