package dev.gannet.connection.tls;

import dev.gannet.base.Clock;
import java.util.concurrent.TimeUnit;

/**
 * So many in a second and no more.
 *
 * <p><b>Owner:</b> nobody; guarded by its own lock.
 */
public final class RateLimit {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clock clock;
    private long endNanos;
    private long count;
    private boolean begun;

    public RateLimit(Clock clock) {
        this.clock = clock;
    }

    /** Returns whether one more is allowed, where {@code max} are in a second; zero is any number. */
    public synchronized boolean allows(long max) {
        if (max == 0) {
            return true;
        }
        long now = clock.nanoTime();
        if (!begun || now - endNanos > 0) {
            begun = true;
            count = 0;
            endNanos = now + WINDOW_NANOS;
        }
        return count++ < max;
    }
}
