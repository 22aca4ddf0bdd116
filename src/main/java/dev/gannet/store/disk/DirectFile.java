package dev.gannet.store.disk;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written past the operating system's cache: that is sooner on the disk than to write into the cache and
 * to sync, and two threads do it twice as often.
 */
record DirectFile(FileChannel channel) implements BlockFile {
    /** Opens a file; returns null where the file system, the Java runtime or the size of its blocks does not allow it. */
    static @Nullable DirectFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(
                    path,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC,
                    ExtendedOpenOption.DIRECT);
            try {
                channel.read(BlockFile.buffer(1), 0); // Some refuse no sooner than here.
                return new DirectFile(channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | UnsupportedOperationException e) {
            return null; // Whoever opens it otherwise will see whether that is all that is wrong.
        }
    }

    @Override
    public void write(ByteBuffer blocks, long position) throws IOException {
        long at = position;
        while (blocks.hasRemaining()) {
            at += channel.write(blocks, at);
        }
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
