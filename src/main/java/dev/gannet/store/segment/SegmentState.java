package dev.gannet.store.segment;

import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentPlace;
import java.nio.ByteBuffer;

/**
 * What a manifest says of a segment.
 *
 * @param number of its file
 * @param length bytes of its file that are durable and good
 * @param entries from the base on
 * @param live how many of them have a message
 * @param deletesVersion of the file that says which do not, or 0 for none
 */
record SegmentState(
        long baseSeq,
        int number,
        int length,
        int entries,
        int live,
        long firstTimestampNanos,
        long lastTimestampNanos,
        Flags flags,
        int deletesVersion) {
    static final int BYTES = 48;

    /**
     * What else there is to say of it.
     *
     * @param sealed nothing is added to it, and it has an index
     * @param packed its file is a packed one
     * @param erasing its file has messages that were erased: what is left goes to another file
     * @param toPack it is to be packed
     */
    record Flags(boolean sealed, boolean packed, boolean erasing, boolean toPack) {
        private static final int SEALED = 1;
        private static final int PACKED = 2;
        private static final int ERASING = 4;
        private static final int TO_PACK = 8;

        static Flags ofMoved(boolean packed) {
            return new Flags(true, packed, false, false);
        }

        private int bits() {
            return (sealed ? SEALED : 0) | (packed ? PACKED : 0) | (erasing ? ERASING : 0) | (toPack ? TO_PACK : 0);
        }

        private static Flags of(int bits) {
            return new Flags((bits & SEALED) != 0, (bits & PACKED) != 0, (bits & ERASING) != 0, (bits & TO_PACK) != 0);
        }

        /** Returns whether the first version of the format can say it. */
        boolean isPlain() {
            return bits() <= SEALED;
        }
    }

    SegmentState {
        if (baseSeq < 1 || number < 1 || length < SegmentHead.BYTES || entries < 1 || live < 0 || live > entries) {
            throw new IllegalArgumentException("segment: base " + baseSeq + ", number " + number + ", length " + length
                    + ", entries " + entries + ", live " + live + " (expected: >= 1, live <= entries)");
        }
    }

    boolean isSealed() {
        return flags.sealed();
    }

    SegmentPlace place(String directory) {
        return SegmentPlace.of(directory, number, baseSeq).packed(flags.packed());
    }

    void write(ByteBuffer to) {
        to.putLong(baseSeq).putInt(number).putInt(length).putInt(entries).putInt(live);
        to.putLong(firstTimestampNanos).putLong(lastTimestampNanos);
        to.putInt(flags.bits()).putInt(deletesVersion);
    }

    static SegmentState read(ByteBuffer from) {
        return new SegmentState(
                from.getLong(),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                from.getLong(),
                from.getLong(),
                Flags.of(from.getInt()),
                from.getInt());
    }
}
