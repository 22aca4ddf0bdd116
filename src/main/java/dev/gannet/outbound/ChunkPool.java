package dev.gannet.outbound;

import dev.gannet.base.Chunk;
import java.util.ArrayDeque;

/**
 * The chunks that one event loop keeps for its next messages, in two sizes. What is given back beyond the bounds is
 * left to the garbage collector, so a peak does not stay: at most 8 MiB of large and 1 MiB of small ones are kept.
 *
 * <p><b>Owner:</b> its event loop.
 */
final class ChunkPool {
    /** Bytes of a large chunk: what is staged for a peer before it is flushed. */
    static final int LARGE = 64 * 1024;

    /** Bytes of a small chunk: what waits for a peer that is a little behind. */
    static final int SMALL = 4 * 1024;

    private static final int LARGE_KEPT_MAX = 128;
    private static final int SMALL_KEPT_MAX = 256;

    private final ArrayDeque<Chunk> large = new ArrayDeque<>();
    private final ArrayDeque<Chunk> small = new ArrayDeque<>();

    /** Returns an empty large chunk. */
    Chunk take() {
        Chunk chunk = large.pollLast();
        return chunk == null ? Chunk.allocate(LARGE) : chunk;
    }

    /** Returns an empty chunk for {@code bytes} that wait: a small one if they fit. */
    Chunk takeFor(int bytes) {
        if (bytes > SMALL) {
            return take();
        }
        Chunk chunk = small.pollLast();
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
}
