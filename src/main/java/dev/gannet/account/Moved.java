package dev.gannet.account;

import java.util.concurrent.atomic.AtomicLongArray;

/** Messages and bytes that connections moved which are gone. Any thread. */
public final class Moved {
    private static final int IN_MESSAGES = 0;
    private static final int IN_BYTES = 1;
    private static final int OUT_MESSAGES = 2;
    private static final int OUT_BYTES = 3;

    private final AtomicLongArray sums = new AtomicLongArray(OUT_BYTES + 1);

    /** Adds what a connection has published. */
    public void addIn(long messages, long bytes) {
        sums.addAndGet(IN_MESSAGES, messages);
        sums.addAndGet(IN_BYTES, bytes);
    }

    /** Adds what a connection was sent. */
    public void addOut(long messages, long bytes) {
        sums.addAndGet(OUT_MESSAGES, messages);
        sums.addAndGet(OUT_BYTES, bytes);
    }

    public long inMessages() {
        return sums.get(IN_MESSAGES);
    }

    public long inBytes() {
        return sums.get(IN_BYTES);
    }

    public long outMessages() {
        return sums.get(OUT_MESSAGES);
    }

    public long outBytes() {
        return sums.get(OUT_BYTES);
    }
}
