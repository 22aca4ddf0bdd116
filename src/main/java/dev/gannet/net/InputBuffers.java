package dev.gannet.net;

import dev.gannet.base.Chunk;
import java.util.ArrayDeque;

/**
 * Buffers for input that ended in the middle of a message. A connection has one only while that is so; an idle
 * connection owns none.
 *
 * <p><b>Owner:</b> an event loop.
 *
 * <p><b>Units:</b> bytes. Capacities are powers of two; at most {@link #KEPT_BYTES_MAX} are kept for the next one.
 */
final class InputBuffers {
    private static final int CAPACITY_MIN_BITS = 12;
    private static final int CLASSES = 31 - CAPACITY_MIN_BITS;
    private static final long KEPT_BYTES_MAX = 8L * 1024 * 1024;

    private final ArrayDeque<Chunk>[] free;
    private long keptBytes;

    @SuppressWarnings({"unchecked", "rawtypes"})
    InputBuffers() {
        free = new ArrayDeque[CLASSES];
    }

    /** Returns an empty chunk with room for at least {@code bytes}. */
    Chunk take(int bytes) {
        int index = indexOf(bytes);
        ArrayDeque<Chunk> chunks = free[index];
        Chunk chunk = chunks == null ? null : chunks.pollLast();
        if (chunk == null) {
            return Chunk.allocate(1 << (index + CAPACITY_MIN_BITS));
        }
        keptBytes -= chunk.capacity();
        return chunk;
    }

    void give(Chunk chunk) {
        if (keptBytes + chunk.capacity() > KEPT_BYTES_MAX) {
            return;
        }
        int index = indexOf(chunk.capacity());
        if (free[index] == null) {
            free[index] = new ArrayDeque<>();
        }
        chunk.reset();
        free[index].addLast(chunk);
        keptBytes += chunk.capacity();
    }

    private static int indexOf(int bytes) {
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, bytes - 1));
        return Math.max(0, bits - CAPACITY_MIN_BITS);
    }
}
