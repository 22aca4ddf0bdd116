package dev.gannet.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Positions and lengths are bytes.
 *
 * <p>Once {@link #sync} has failed, nobody knows which of the bytes written since the one before are there, and another
 * call proves nothing: the file is done for.
 *
 * <p><b>Owner:</b> one thread writes; others may read what was written.
 */
public interface DiskFile extends AutoCloseable {
    /** Reads until the buffer is full or the file ends; returns how many bytes that were. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes the whole buffer, over what is there or behind it. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Returns when everything that was written is there for good. */
    void sync() throws IOException;

    long size() throws IOException;

    @Override
    void close() throws IOException;
}
