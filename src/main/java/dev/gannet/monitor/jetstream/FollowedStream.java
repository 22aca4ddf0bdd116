package dev.gannet.monitor.jetstream;

import dev.gannet.jetstream.Tails.News;
import dev.gannet.store.segment.StoredMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose messages somebody keeps in a form of its own. The engine implements it.
 *
 * <p>One thread at a time, but for loops; it may wait for the stream loop and the disk.
 */
public interface FollowedStream extends AutoCloseable {
    /** Returns whether something has happened since {@link #next}. At once. */
    boolean hasMore();

    /**
     * Returns what has happened, or null if the stream is gone.
     *
     * @throws IllegalStateException if that cannot be read
     */
    @Nullable
    News next(int messagesMax, long bytesMax);

    /**
     * Returns the last messages of subjects as of a sequence.
     *
     * @throws IllegalStateException if they cannot be read
     */
    List<StoredMessage> last(List<String> subjects, long upToSeq);

    @Override
    void close();
}
