package dev.gannet.store.segment;

import dev.gannet.store.record.SegmentHead;
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
        boolean isSealed,
        int deletesVersion) {
    static final int BYTES = 48;

    SegmentState {
        if (baseSeq < 1 || number < 1 || length < SegmentHead.BYTES || entries < 1 || live < 0 || live > entries) {
            throw new IllegalArgumentException("segment: base " + baseSeq + ", number " + number + ", length " + length
                    + ", entries " + entries + ", live " + live + " (expected: >= 1, live <= entries)");
        }
    }

    void write(ByteBuffer to) {
        to.putLong(baseSeq).putInt(number).putInt(length).putInt(entries).putInt(live);
        to.putLong(firstTimestampNanos).putLong(lastTimestampNanos);
        to.putInt(isSealed ? 1 : 0).putInt(deletesVersion);
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
                from.getInt() == 1,
                from.getInt());
    }
}
