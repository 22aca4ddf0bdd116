package dev.gannet.inprocess;

import dev.gannet.base.Chunk;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a program writes to, and what the loop takes that from. The channel's methods are called by any thread, the others by
 * the loop.
 */
interface ProgramInput extends WritableByteChannel {
    /** Whoever writes waits while more than this is unread. */
    int UNREAD_BYTES_MAX = 256 * 1024;

    /** How much there is room for at first. */
    int CHUNK_BYTES = 4 * 1024;

    /** What is told of what the program does; nothing is locked then. */
    interface Listener {
        /** There is something to read; not said again before it was taken. */
        void written();

        /** The program can be sent more. */
        void takesMore();

        /** The program writes nothing any more. */
        void ended();
    }

    /**
     * Takes what was written; null if there is nothing, or nothing is to be read.
     *
     * @param held what was taken before and is not done with; it is not the caller's any more if another one is returned
     * @return what is in {@code held} and what was written since
     */
    @Nullable
    Chunk take(Chunk held);

    void pause(boolean pauses);

    /** Little is to be read at a time, or much again. */
    void readLittle(boolean little);

    /** Nothing can be written any more. */
    void end();
}
