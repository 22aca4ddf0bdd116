package dev.gannet.outbound;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may wait for all peers of a server together. {@code max_pending} bounds each peer, and a thousand peers are
 * a thousand times that: more than there is memory. When more than this waits in all, whoever has more than an equal
 * share of it waiting and gets still more is too slow. So at most twice this waits, and who is a little behind stays.
 *
 * <p><b>Owner:</b> nobody: any thread may call every method; only bytes that wait are counted here, not those that a
 * socket takes at once.
 */
public final class PendingBudget {
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger peers = new AtomicInteger();

    /**
     * @param bytesMax how much may wait before it is asked who has most of it
     */
    public PendingBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    public static PendingBudget unlimited() {
        return new PendingBudget(Long.MAX_VALUE);
    }

    /** Takes note that so much more waits for a peer, for which {@code before} bytes waited. */
    void add(long length, long before) {
        bytes.addAndGet(length);
        if (before == 0) {
            peers.incrementAndGet();
        }
    }

    /** Takes note that so much was sent or dropped, and {@code after} bytes wait for that peer now. */
    void remove(long length, long after) {
        if (length > 0) {
            bytes.addAndGet(-length);
            if (after == 0) {
                peers.decrementAndGet();
            }
        }
    }

    /** Returns whether too much waits in all, and {@code own} bytes are more than an equal share. */
    boolean isTooMuch(long own) {
        return bytes.get() > bytesMax && own > bytesMax / Math.max(1, peers.get());
    }

    public long bytesMax() {
        return bytesMax;
    }

    /** Returns how much waits for all peers together. */
    public long bytes() {
        return bytes.get();
    }
}
