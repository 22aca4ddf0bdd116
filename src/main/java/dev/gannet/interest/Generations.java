package dev.gannet.interest;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counters by which cached answers about interest are found stale, striped so that a change makes only what it may
 * concern stale: a literal subject has a stripe, a wildcard filter that of its account and first token, and a filter
 * that begins with a wildcard that of its account. Stripes are shared by chance between subjects and accounts; a shared
 * one costs a needless look-up, never a wrong answer.
 *
 * <p>One for each engine. Any thread reads and bumps.
 */
public final class Generations {
    private static final int STRIPES = 1 << 14;
    private static final int FACTOR = 0x9E3779B1;

    private final AtomicIntegerArray counters = new AtomicIntegerArray(STRIPES);

    void bump(int stripe) {
        counters.incrementAndGet(stripe);
    }

    /**
     * Returns the sum of three counters, which grows whenever one of them does. Equal sums mean that nothing changed,
     * unless 2^32 changes came between two looks.
     */
    public int stamp(int first, int second, int third) {
        return counters.get(first) + counters.get(second) + counters.get(third);
    }

    static int stripe(int hash) {
        int mixed = hash * FACTOR;
        return (mixed ^ (mixed >>> 15)) & (STRIPES - 1);
    }
}
