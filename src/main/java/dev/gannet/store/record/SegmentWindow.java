package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The part of a segment file that is being looked at.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class SegmentWindow {
    private static final int BYTES = 256 << 10;

    private final SegmentBytes file;
    private final int length;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int start;

    /** Looks at the first {@code length} bytes of a file; of a packed one they are all there are. */
    public SegmentWindow(SegmentPlace place, OpenFiles files, int length) {
        this.file = SegmentBytes.of(place, files, length, PackedBlocks.none());
        this.length = length;
    }

    /** Gets a part of the file into the buffer; returns whether the file has it. */
    public boolean load(int position, int bytes) throws IOException {
        int from = position - start;
        if (from >= 0 && from + bytes <= buffer.limit()) {
            return true;
        }
        if (position < 0 || position > length - bytes) {
            return false;
        }
        if (buffer.capacity() < bytes || buffer.capacity() == 0) {
            buffer = ByteBuffer.allocate(Math.max(bytes, Math.min(BYTES, length)))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        buffer.clear().limit(Math.min(buffer.capacity(), length - position));
        start = position;
        file.read(buffer, position);
        buffer.flip();
        return buffer.limit() >= bytes;
    }

    /** Returns the buffer, in which a loaded part stands {@link #at} an index. */
    public ByteBuffer buffer() {
        return buffer;
    }

    public int at(int position) {
        return position - start;
    }
}
