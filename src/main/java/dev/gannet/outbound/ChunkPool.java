package dev.gannet.outbound;

import dev.gannet.base.Chunk;
import java.util.ArrayDeque;

/**
 * The chunks that one event loop keeps for its next messages, in two sizes: as many as a turn can need, 16 MiB of large
 * and 2 MiB of small ones, since memory outside the heap is dear to get and is free again only after a collection. What
 * was not needed between two calls of {@link #trim} is let go there, so a peak does not stay.
 *
 * <p><b>Owner:</b> its event loop.
 */
final class ChunkPool {
    /** Bytes of a large chunk: what is staged for a peer before it is flushed. */
    static final int LARGE = 64 * 1024;

    /** Bytes of a small chunk: what waits for a peer that is a little behind. */
    static final int SMALL = 4 * 1024;

    static final int LARGE_KEPT_MAX = 256;
    static final int SMALL_KEPT_MAX = 512;

    private final ArrayDeque<Chunk> large = new ArrayDeque<>();
    private final ArrayDeque<Chunk> small = new ArrayDeque<>();
    private int largeUnused; // The fewest that were kept since the last trim.
    private int smallUnused;

    /** Returns an empty large chunk. */
    Chunk take() {
        Chunk chunk = large.pollLast();
        largeUnused = Math.min(largeUnused, large.size());
        return chunk == null ? Chunk.allocate(LARGE) : chunk;
    }

    /** Returns an empty chunk for {@code bytes} that wait: a small one if they fit. */
    Chunk takeFor(int bytes) {
        if (bytes > SMALL) {
            return take();
        }
        Chunk chunk = small.pollLast();
        smallUnused = Math.min(smallUnused, small.size());
        return chunk == null ? Chunk.allocate(SMALL) : chunk;
    }

    void give(Chunk chunk) {
        chunk.reset();
        if (chunk.capacity() == LARGE) {
            if (large.size() < LARGE_KEPT_MAX) {
                large.addLast(chunk);
            }
        } else if (small.size() < SMALL_KEPT_MAX) {
            small.addLast(chunk);
        }
    }

    /** Lets go of the chunks that nobody took since the last call. */
    void trim() {
        drop(large, largeUnused);
        drop(small, smallUnused);
        largeUnused = large.size();
        smallUnused = small.size();
    }

    private static void drop(ArrayDeque<Chunk> chunks, int count) {
        for (int i = 0; i < count; i++) {
            chunks.removeFirst();
        }
    }
}
