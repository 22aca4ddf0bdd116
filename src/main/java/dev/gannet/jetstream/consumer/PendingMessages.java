package dev.gannet.jetstream.consumer;

import java.util.Arrays;

/**
 * The messages that were sent and are not done, in their order in the stream: 28 bytes for each.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class PendingMessages {
    private static final int CAPACITY_MIN = 8;
    private static final int CAPACITY_KEPT_MAX = 1024;
    private static final int STATE_BITS = 2;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;
    private static final int GONE = 0;
    private static final int PENDING = 1;
    private static final int GIVEN_UP = 2;
    private static final long[] NO_LONGS = {};
    private static final int[] NO_INTS = {};

    private long[] seqs = NO_LONGS;
    private long[] consumerSeqs = NO_LONGS;
    private long[] times = NO_LONGS;
    private int[] counts = NO_INTS; // Deliveries, and behind them the state.
    private int from; // The first that is not gone, if there is one.
    private int to;
    private int pending;
    private int givenUp;
    private int redelivered;

    /** Returns how many are waited for. */
    int pending() {
        return pending;
    }

    /** Returns how many were sent more than once, or are given up. */
    int redelivered() {
        return redelivered;
    }

    boolean isEmpty() {
        return pending + givenUp == 0;
    }

    /** Returns the place of a message that is known, or -1. */
    int find(long seq) {
        int at = search(seq);
        return at >= 0 && state(at) != GONE ? at : -1;
    }

    private int search(long seq) {
        if (from == to || seq > seqs[to - 1]) {
            return -to - 1;
        }
        long guess = from + seq - seqs[from]; // Mostly there are no gaps.
        if (guess >= from && guess < to && seqs[(int) guess] == seq) {
            return (int) guess;
        }
        return Arrays.binarySearch(seqs, from, to, seq);
    }

    boolean isPending(int at) {
        return state(at) == PENDING;
    }

    private int state(int at) {
        return counts[at] & STATE_MASK;
    }

    long seq(int at) {
        return seqs[at];
    }

    /** Returns the consumer's sequence of the first delivery. */
    long consumerSeq(int at) {
        return consumerSeqs[at];
    }

    long timeNanos(int at) {
        return times[at];
    }

    void timeNanos(int at, long time) {
        times[at] = time;
    }

    int deliveries(int at) {
        return counts[at] >>> STATE_BITS;
    }

    void deliveries(int at, int count) {
        set(at, state(at), count);
    }

    /** It is not waited for any more, but known on. */
    void giveUp(int at) {
        set(at, GIVEN_UP, deliveries(at));
    }

    private void set(int at, int state, int deliveries) {
        count(at, -1);
        counts[at] = deliveries << STATE_BITS | state;
        count(at, 1);
    }

    private void count(int at, int sign) {
        int state = state(at);
        pending += state == PENDING ? sign : 0;
        givenUp += state == GIVEN_UP ? sign : 0;
        redelivered += state != GONE && (state == GIVEN_UP || deliveries(at) > 1) ? sign : 0;
    }

    /** Adds a message, or says of one that is known what it is; returns its place, which is good until the next call. */
    int put(long seq, long consumerSeq, long timeNanos, int deliveries) {
        int at = search(seq);
        if (at < 0) {
            at = makeRoom(-at - 1);
            seqs[at] = seq;
            counts[at] = GONE;
        }
        consumerSeqs[at] = consumerSeq;
        times[at] = timeNanos;
        set(at, PENDING, deliveries);
        from = Math.min(from, at);
        return at;
    }

    private int makeRoom(int at) {
        int place = at;
        if (to == seqs.length) {
            place -= tidy(place);
        }
        if (to == seqs.length) {
            int capacity = Math.max(CAPACITY_MIN, 2 * seqs.length);
            seqs = Arrays.copyOf(seqs, capacity);
            consumerSeqs = Arrays.copyOf(consumerSeqs, capacity);
            times = Arrays.copyOf(times, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
        if (place < to) { // Rare: messages are sent in their order.
            move(place, place + 1, to - place);
        }
        to++;
        return place;
    }

    /** Takes the places of those that are gone, if there are many; returns how many of them were before a place. */
    private int tidy(int before) {
        if (pending + givenUp > seqs.length / 2) {
            return 0;
        }
        int kept = 0;
        int keptBefore = 0;
        for (int i = from; i < to; i++) {
            if (state(i) != GONE) {
                keptBefore += i < before ? 1 : 0;
                move(i, kept++, 1);
            }
        }
        from = 0;
        to = kept;
        return before - keptBefore;
    }

    private void move(int source, int target, int length) {
        System.arraycopy(seqs, source, seqs, target, length);
        System.arraycopy(consumerSeqs, source, consumerSeqs, target, length);
        System.arraycopy(times, source, times, target, length);
        System.arraycopy(counts, source, counts, target, length);
    }

    void remove(int at) {
        set(at, GONE, 0);
        if (isEmpty()) {
            clear();
            return;
        }
        while (state(from) == GONE) {
            from++;
        }
    }

    void clear() {
        from = 0;
        to = 0;
        pending = 0;
        givenUp = 0;
        redelivered = 0;
        if (seqs.length > CAPACITY_KEPT_MAX) {
            seqs = NO_LONGS;
            consumerSeqs = NO_LONGS;
            times = NO_LONGS;
            counts = NO_INTS;
        }
    }

    /** Returns the place of the first that is known from a sequence on, or -1. */
    int from(long seq) {
        int found = search(seq);
        return skipGone(found < 0 ? -found - 1 : found);
    }

    /** Removes what is waited for up to a sequence. */
    void removePendingUpTo(long seq) {
        for (int at = pendingFrom(0); at >= 0 && seq(at) <= seq; at = pendingFrom(0)) {
            remove(at);
        }
    }

    /** Returns the place of the first that is waited for from a sequence on, or -1. */
    int pendingFrom(long seq) {
        int at = from(seq);
        while (at >= 0 && !isPending(at)) {
            at = skipGone(at + 1);
        }
        return at;
    }

    /** Returns the next place, or -1. */
    int next(int at) {
        return skipGone(at + 1);
    }

    private int skipGone(int start) {
        int at = Math.max(from, start);
        while (at < to && state(at) == GONE) {
            at++;
        }
        return at < to ? at : -1;
    }
}
