package dev.gannet.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file to which whole blocks are written, each of which is there for good once the call has returned. Positions and
 * lengths are bytes.
 *
 * <p>Once a write has failed, nobody knows which of its bytes are there: the file is done for.
 *
 * <p>Several threads may write at once, to places that do not overlap.
 */
public interface BlockFile extends AutoCloseable {
    /** Where a write begins, in the file and in memory, and how long it is, are multiples of this. */
    int BLOCK_BYTES = 4096;

    /** Writes the whole buffer, one of {@link #buffer}, over what is there or behind it. */
    void write(ByteBuffer blocks, long position) throws IOException;

    long size() throws IOException;

    @Override
    void close() throws IOException;

    /** Returns the first multiple of a block that is not below a position. */
    static long ceiling(long position) {
        return (position + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** Makes a buffer that can be written. */
    static ByteBuffer buffer(int blocks) {
        return ByteBuffer.allocateDirect((blocks + 1) * BLOCK_BYTES)
                .alignedSlice(BLOCK_BYTES)
                .slice(0, blocks * BLOCK_BYTES);
    }

    /** Returns a file of which each write is followed by a sync. */
    static BlockFile over(DiskFile file) {
        return new BlockFile() {
            @Override
            public void write(ByteBuffer blocks, long position) throws IOException {
                file.write(blocks, position);
                file.sync();
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
