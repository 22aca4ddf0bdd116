package dev.gannet.jetstream.tail;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What has happened in a stream since its follower asked. Only what goes is noted, and only of what the follower was told:
 * what has come is read from the stream.
 *
 * <p><b>Owner:</b> the stream loop; {@link #hasMore} is for any thread.
 *
 * <p><b>Hot path:</b> allocates nothing but for growing.
 */
final class Notes {
    private static final int FIRST = 64;

    private final int notesMax;
    private final AtomicBoolean more = new AtomicBoolean(true);
    private long[] removed = {};
    private int count;
    private long removedBelow;
    private long toldSeq;
    private boolean isVoid = true;

    /** @param notesMax how many messages may go until the follower has to begin anew */
    Notes(int notesMax) {
        this.notesMax = notesMax;
    }

    boolean hasMore() {
        return more.get();
    }

    /** Something has happened. */
    void more() {
        if (!more.get()) {
            more.set(true);
        }
    }

    void removing(long seq) {
        if (seq > toldSeq || isVoid) {
            return;
        }
        more();
        if (count == notesMax) {
            isVoid = true;
            removed = new long[0];
            count = 0;
            return;
        }
        if (count == removed.length) {
            removed = Arrays.copyOf(removed, Math.max(FIRST, 2 * count));
        }
        removed[count++] = seq;
    }

    void removedBelow(long seq) {
        removedBelow = Math.max(removedBelow, seq);
        more();
    }

    /** The follower is being told of what there is up to a sequence: from now on it is noted if that goes. */
    void telling(long seq) {
        toldSeq = Math.max(toldSeq, seq);
        more.set(false);
    }

    /** Returns whether the follower has to begin anew, which it does. */
    boolean takeVoid() {
        boolean taken = isVoid;
        isVoid = false;
        return taken;
    }

    long[] takeRemoved() {
        long[] taken = Arrays.copyOf(removed, count);
        removed = new long[0];
        count = 0;
        return taken;
    }

    long takeRemovedBelow() {
        long taken = removedBelow;
        removedBelow = 0;
        return taken;
    }
}
