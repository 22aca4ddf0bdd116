package dev.gannet.store.fetch;

import java.io.IOException;

/**
 * Something that is read from the disk, off the stream loop, because it was missed there.
 *
 * <p><b>Owner:</b> the stream loop, but for {@link #load}, which comes between {@link #begin} and {@link #end}.
 */
public interface Fetch {
    /** Keeps what is read where it is. */
    default void begin() {}

    /** Reads; on a thread that may wait. */
    void load() throws IOException;

    /** Puts what was read in its place, and keeps nothing any longer. */
    default void end() {}

    /** Reads nothing: who has looked through much goes on later, so that others get their turn. */
    static Fetch nothing() {
        return () -> {};
    }
}
