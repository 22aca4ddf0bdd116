package dev.gannet.jetstream.live;

import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.stream.Stream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one stream, of which something has to be fetched before the first of it can be applied.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Lane {
    private final Stream stream;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private @Nullable String problem;

    Lane(Stream stream) {
        this.stream = stream;
    }

    /** An entry of the log that waits. */
    abstract static class Entry {
        private final int stream;
        private final long bytesMax;
        private long index;

        /**
         * An entry.
         *
         * @param stream whose it is; 0 is none
         * @param bytesMax what it may store at most; negative if nobody knows
         */
        Entry(int stream, long bytesMax) {
            this.stream = stream;
            this.bytesMax = bytesMax;
        }

        /** Says where it is in the log. */
        void index(long of) {
            index = of;
        }

        /** Returns where it is in the log; 0 if it is not. */
        long index() {
            return index;
        }

        int stream() {
            return stream;
        }

        long bytesMax() {
            return bytesMax;
        }

        /**
         * Applies it, and tells what came of that to whoever has not been told anything else.
         *
         * @throws dev.gannet.store.fetch.NotInMemoryException if it is to be called again, when something is fetched
         */
        abstract void apply();

        /** Tells who waits that its stream is gone, and the entry with it. */
        void drop(ApiError error) {
            refuse(error);
        }

        /** Tells who waits that it will be long; the entry is applied some time, since it is in the log. */
        abstract void refuse(ApiError error);
    }

    Stream stream() {
        return stream;
    }

    ArrayDeque<Entry> entries() {
        return entries;
    }

    /** Returns why the stream stands still, or null if it is only for a moment. */
    @Nullable
    String problem() {
        return problem;
    }

    void problem(@Nullable String newProblem) {
        problem = newProblem;
    }
}
