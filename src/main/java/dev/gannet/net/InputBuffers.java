package dev.gannet.net;

import dev.gannet.base.Chunk;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

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

    /** From this capacity on, who holds a buffer is known; smaller ones are a matter of a moment, and of little. */
    private static final int HELD_BYTES_MIN = 16 * 1024;

    private final ArrayDeque<Chunk>[] free;
    private final Set<SocketTransport> holders = new LinkedHashSet<>(); // Who began to hold one first comes first.
    private final long heldBytesMax;
    private long heldBytes;
    private long keptBytes;

    /**
     * @param heldBytesMax how much those that are in use may have before the oldest is given up
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    InputBuffers(long heldBytesMax) {
        this.heldBytesMax = heldBytesMax;
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

    long heldBytesMax() {
        return heldBytesMax;
    }

    /**
     * Takes note that {@code transport} has a buffer of so many bytes now instead of another one. Where all have too much,
     * those are ended, perhaps this one too, who have had theirs for the longest time.
     */
    void held(SocketTransport transport, int before, int after) {
        int less = before < HELD_BYTES_MIN ? 0 : before;
        int more = after < HELD_BYTES_MIN ? 0 : after;
        if (less == more) {
            return;
        }
        heldBytes += more - less;
        if (less == 0) {
            holders.add(transport);
        } else if (more == 0) {
            holders.remove(transport);
        }
        while (heldBytes > heldBytesMax && more > less) {
            SocketTransport oldest = holders.iterator().next();
            oldest.giveUp();
        }
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
