package dev.gannet.routing;

/**
 * Remembers, roughly, which subjects were seen lately. A subject that is seen for the first time gets no place in the
 * cache: most of those are replies to one request and never come back.
 *
 * <p><b>Owner:</b> an event loop.
 */
final class Sightings {
    private static final int SLOTS = 1 << 13;

    private final int[] seen = new int[SLOTS];

    /** Returns whether a subject with this hash was seen lately, and remembers it. */
    boolean seen(long hash) {
        int slot = (int) hash & (SLOTS - 1);
        int mark = (int) (hash >>> 32) | 1;
        if (seen[slot] == mark) {
            return true;
        }
        seen[slot] = mark;
        return false;
    }
}
