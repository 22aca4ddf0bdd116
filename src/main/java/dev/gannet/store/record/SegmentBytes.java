package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a segment file as a plain one has them, however the file holds them. Any thread. */
public interface SegmentBytes {
    /**
     * Returns the bytes of a file.
     *
     * @param plainLength how many there are
     * @param blocks keeps blocks of packed files that are likely to be read again, or keeps none
     */
    static SegmentBytes of(SegmentPlace place, OpenFiles files, int plainLength, PackedBlocks blocks) {
        return place.isPacked()
                ? new PackedBytes(place, files, plainLength, blocks)
                : (into, position) -> files.read(place.path(), into, position);
    }

    /**
     * Reads until the buffer is full or the file ends; returns how many bytes that were. Where a block of a packed file is
     * damaged there are zeros, which no record begins with.
     */
    int read(ByteBuffer into, int position) throws IOException;
}
