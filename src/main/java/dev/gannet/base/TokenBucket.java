package dev.gannet.base;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many in a second, and as many at once after a second's rest. Whoever takes is never refused: what is taken beyond
 * what is there is owed, and says how long to wait. So the average is exact however large the pieces are.
 *
 * <p><b>Owner:</b> nobody; any thread takes, without a lock. Threads whose clocks are a little apart do no harm: nothing is
 * filled twice.
 *
 * <p><b>Hot path:</b> taking is one compare-and-set, and allocates nothing.
 */
public final class TokenBucket {
    /** Parts of a nanosecond, so that what one token takes is exact enough at a hundred million in a second. */
    private static final int SHIFT = 4;

    private static final long NEVER = Long.MIN_VALUE; // Nothing was taken yet; no clock shows that.
    private static final long SECOND = SECONDS.toNanos(1) << SHIFT;

    private final double ticksPerToken;
    private final AtomicLong fullAt = new AtomicLong(NEVER); // When it is full again, in ticks of the clock.

    /** {@code perSecond} is at least 1. */
    public TokenBucket(long perSecond) {
        this.ticksPerToken = (double) SECOND / perSecond;
    }

    /** Takes so many; returns how many nanoseconds it takes until nothing is owed any more, zero if nothing is. */
    public long take(long tokens, long nowNanos) {
        long now = nowNanos << SHIFT;
        long ticks = (long) (tokens * ticksPerToken);
        while (true) {
            long before = fullAt.get();
            long after = (before == NEVER || before - now < 0 ? now : before) + ticks;
            if (fullAt.compareAndSet(before, after)) {
                return owed(after, now);
            }
        }
    }

    /** Returns how many nanoseconds it takes until nothing is owed any more. */
    public long owedNanos(long nowNanos) {
        long current = fullAt.get();
        return current == NEVER ? 0 : owed(current, nowNanos << SHIFT);
    }

    private static long owed(long full, long now) {
        long ticks = full - now - SECOND;
        return ticks <= 0 ? 0 : (ticks + (1 << SHIFT) - 1) >> SHIFT;
    }
}
