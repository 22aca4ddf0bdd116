package dev.gannet.routing;

/**
 * Remembers, roughly, which subjects were seen lately. A subject that is seen for the first time gets no place in the
 * cache: most of those are replies to one request and never come back.
 *
 * <p>There is room for twice as many as the cache has plans, in sets of {@value #WAYS}. In a set that is full the one that
 * makes room is drawn: were it always the oldest, subjects that come in turn would push each other out for ever.
 *
 * <p><b>Owner:</b> an event loop.
 */
final class Sightings {
    private static final int WAYS = 4;
    private static final int SETS = 1 << 13;
    private static final int DRAW_FACTOR = 0x9E3779B9;

    private final int[] seen = new int[SETS * WAYS];
    private int draw;

    /** Returns whether a subject with this hash was seen lately, and remembers it. */
    boolean seen(long hash) {
        int set = ((int) hash & (SETS - 1)) * WAYS;
        int mark = (int) (hash >>> 32) | 1;
        int free = -1;
        for (int way = set; way < set + WAYS; way++) {
            if (seen[way] == mark) {
                seen[way] = 0; // From now on the cache knows it.
                return true;
            }
            if (seen[way] == 0) {
                free = way;
            }
        }
        if (free < 0) {
            draw += DRAW_FACTOR;
            free = set + (draw >>> 30);
        }
        seen[free] = mark;
        return false;
    }
}
