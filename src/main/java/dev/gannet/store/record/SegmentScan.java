package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A walk through the records of a segment file from its beginning. Behind bytes that are no record it looks for the next
 * one, byte by byte: what was damaged costs its own record only.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class SegmentScan {
    /** Is shown what there is. */
    public interface Visitor {
        /** A record that is whole stands at {@code at} in the buffer and at {@code position} in the file. */
        void record(ByteBuffer buffer, int at, int position);
    }

    private final SegmentPlace place;
    private final int length;
    private final RecordLayout layout = new RecordLayout();
    private final SegmentWindow window;

    /** A walk through the first {@code length} bytes of a file. */
    public SegmentScan(SegmentPlace place, OpenFiles files, int length) {
        this.place = place;
        this.length = length;
        this.window = new SegmentWindow(place, files, length);
    }

    public void run(Visitor visitor) throws IOException {
        int position = SegmentHead.BYTES;
        while (position <= length - RecordLayout.HEAD_BYTES && window.load(position, RecordLayout.HEAD_BYTES)) {
            int at = window.at(position);
            if (!layout.isHead(window.buffer(), at, place, position)) {
                position++;
                continue;
            }
            long end = (long) position + RecordLayout.HEAD_BYTES + RecordLayout.bodyLength(window.buffer(), at);
            if (end > length || !window.load(position, (int) end - position)) {
                position++;
                continue;
            }
            at = window.at(position);
            if (layout.isBody(window.buffer(), at)) {
                visitor.record(window.buffer(), at, position);
            }
            position = (int) end;
        }
    }
}
