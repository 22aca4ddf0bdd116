package dev.gannet.store.segment;

import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentScan;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Makes the index of a segment from its records.
 *
 * <p><b>Owner:</b> one thread.
 */
final class SegmentRebuild implements SegmentScan.Visitor {
    /** Gives numbers to subjects. */
    interface Numbers {
        /** Returns the number of a subject of a message that is there, or {@link SegmentIndex#NO_SUBJECT}. */
        int number(byte[] subject, int from, int length);
    }

    private final Of of;
    private final Numbers numbers;
    private final SegmentIndex index;
    private byte[] subject = new byte[256];
    private int[] lasts = new int[16]; // By number of subject: its last entry + 1.

    /**
     * What is known of the segment.
     *
     * @param isLive whether the subject of an entry is wanted, if it has a whole record
     */
    record Of(long baseSeq, int entries, long lastTimestampNanos, IntPredicate isLive) {
        static Of segment(Segment segment, IntPredicate isLive) {
            return new Of(segment.baseSeq(), segment.entries(), segment.lastTimestampNanos(), isLive);
        }
    }

    SegmentRebuild(Of of, Numbers numbers) {
        this.of = of;
        this.numbers = numbers;
        this.index = new SegmentIndex(SegmentHead.BYTES, of.entries());
    }

    @Override
    public void record(ByteBuffer buffer, int at, int position) {
        long behind = RecordLayout.seq(buffer, at) - of.baseSeq();
        if (behind < index.size() || behind >= of.entries()) {
            return; // Of an earlier life of the file, behind what the manifest knows.
        }
        int entry = (int) behind;
        long timestampNanos = RecordLayout.timestampNanos(buffer, at);
        fill(entry, position, timestampNanos);
        int length = RecordLayout.subjectLength(buffer, at);
        int number = SegmentIndex.NO_SUBJECT;
        if (of.isLive().test(entry) && !RecordLayout.isErased(buffer, at)) {
            subject = length > subject.length ? new byte[length] : subject;
            buffer.get(at + RecordLayout.HEAD_BYTES, subject, 0, length);
            number = numbers.number(subject, 0, length);
        }
        index.add(
                RecordLayout.HEAD_BYTES + RecordLayout.bodyLength(buffer, at),
                RecordLayout.headersLength(buffer, at) > 0,
                number,
                timestampNanos);
        if (number >= 0) {
            link(number, entry);
        }
    }

    /** Returns the index; an entry without a whole record has no subject. */
    SegmentIndex finish(int length) {
        fill(of.entries(), length, of.lastTimestampNanos());
        index.trim();
        return index;
    }

    /** Entries up to this one have no whole record; the bytes that are there are those of the first. */
    private void fill(int entry, int position, long timestampNanos) {
        while (index.size() < entry) {
            index.add(position - index.end(), false, SegmentIndex.NO_SUBJECT, timestampNanos);
        }
        if (index.end() < position) {
            index.skipBytes(position - index.end());
        }
    }

    private void link(int number, int entry) {
        if (number >= lasts.length) {
            lasts = Arrays.copyOf(lasts, Math.max(number + 1, 2 * lasts.length));
        }
        if (lasts[number] > 0) {
            index.link(lasts[number] - 1, entry);
        }
        lasts[number] = entry + 1;
    }
}
