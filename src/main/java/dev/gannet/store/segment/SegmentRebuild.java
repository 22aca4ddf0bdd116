package dev.gannet.store.segment;

import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentScan;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the index of a segment from its records.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class SegmentRebuild implements SegmentScan.Visitor {
    /** Gives numbers to subjects. */
    interface Numbers {
        /** Returns the number of a subject of a message that is there, or {@link SegmentIndex#NO_SUBJECT}. */
        int number(byte[] subject, int from, int length);
    }

    private final Segment segment;
    private final Numbers numbers;
    private final SegmentIndex index;
    private byte[] subject = new byte[256];
    private int[] lasts = new int[16]; // By number of subject: its last entry + 1.

    SegmentRebuild(Segment segment, Numbers numbers) {
        this.segment = segment;
        this.numbers = numbers;
        this.index = new SegmentIndex(SegmentHead.BYTES, segment.entries());
    }

    @Override
    public void record(ByteBuffer buffer, int at, int position) {
        long behind = RecordLayout.seq(buffer, at) - segment.baseSeq();
        if (behind < index.size() || behind >= segment.entries()) {
            return; // Of an earlier life of the file, behind what the manifest knows.
        }
        int entry = (int) behind;
        long timestampNanos = RecordLayout.timestampNanos(buffer, at);
        fill(entry, position, timestampNanos);
        int length = RecordLayout.subjectLength(buffer, at);
        int number = SegmentIndex.NO_SUBJECT;
        if (segment.isLive(entry) && !RecordLayout.isErased(buffer, at)) {
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

    /** Returns the index; what should be there and is not has no message any more, and is told if that is wanted. */
    SegmentIndex finish(int length, @Nullable Losses losses) {
        fill(segment.entries(), length, segment.lastTimestampNanos());
        index.trim();
        long[] lost = new long[16];
        int count = 0;
        for (int entry = segment.nextLive(0); entry >= 0; entry = segment.nextLive(entry + 1)) {
            if (index.subject(entry) == SegmentIndex.NO_SUBJECT) {
                lost = count == lost.length ? Arrays.copyOf(lost, 2 * count) : lost;
                lost[count++] = segment.baseSeq() + entry;
                segment.kill(entry);
            }
        }
        if (losses != null && count > 0) {
            losses.add(
                    Arrays.copyOf(lost, count),
                    "no whole record in " + segment.file().place().path());
        }
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
