package dev.gannet.store.segment;

import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentPlace;
import dev.gannet.store.record.SegmentWindow;
import dev.gannet.store.record.SegmentWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies what is left of a sealed segment to another file, in the same order.
 *
 * <p><b>Owner:</b> the stream loop makes it; one background thread runs it.
 */
final class SegmentMove {
    private static final int BUFFER_BYTES = 256 << 10;

    private final SegmentPlace from;
    private final SegmentCheckpoint.Target target;
    private final int[] offsets;
    private final RecordLayout layout = new RecordLayout();
    private ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int written;

    SegmentMove(Segment segment, SegmentCheckpoint.Target target) {
        this.from = segment.file().place();
        this.target = target;
        this.offsets = target.index().offsetsOf(segment::isLive, SegmentHead.BYTES);
    }

    SegmentPlace place() {
        return target.place();
    }

    /** Returns where each entry begins in the new file, as an index file has it. */
    int[] offsets() {
        return offsets;
    }

    int length() {
        return offsets[offsets.length - 1];
    }

    SegmentState state(SegmentState before) {
        return new SegmentState(
                before.baseSeq(),
                place().number(),
                length(),
                before.entries(),
                before.live(),
                before.firstTimestampNanos(),
                before.lastTimestampNanos(),
                SegmentState.Flags.ofMoved(place().isPacked()),
                before.deletesVersion());
    }

    void run(OpenFiles files, int fromLength) throws IOException {
        try (SegmentWriter to = SegmentWriter.create(place(), files, length())) {
            SegmentHead.write(out, SegmentHead.Kind.SEGMENT, place());
            out.position(SegmentHead.BYTES);
            SegmentWindow window = new SegmentWindow(from, files, fromLength);
            SegmentIndex index = target.index();
            for (int entry = 0; entry < index.size(); entry++) {
                int length = length(entry);
                if (length > 0) {
                    copy(to, window, index.offset(entry), length);
                }
            }
            flush(to);
            to.finish();
        }
        files.sync(place().path());
    }

    private int length(int entry) {
        return (offsets[entry + 1] & Integer.MAX_VALUE) - (offsets[entry] & Integer.MAX_VALUE);
    }

    /** Copies a record; one that is damaged stays so, and is found when it is read. */
    private void copy(SegmentWriter to, SegmentWindow window, int position, int length) throws IOException {
        if (out.remaining() < length) {
            flush(to);
        }
        if (out.capacity() < length) {
            out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        }
        int at = out.position();
        if (!window.load(position, length)) {
            out.position(at + length);
            return;
        }
        out.put(at, window.buffer(), window.at(position), length);
        boolean whole = length >= RecordLayout.HEAD_BYTES
                && layout.isHead(out, at, from, position)
                && RecordLayout.HEAD_BYTES + RecordLayout.bodyLength(out, at) == length;
        if (whole) {
            layout.stamp(out, at, place(), written + at);
        }
        out.position(at + length);
    }

    private void flush(SegmentWriter to) throws IOException {
        written += out.position();
        to.write(out.flip());
        out.clear();
    }
}
