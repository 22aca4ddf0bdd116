package dev.gannet.jetstream.delivery.pace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time until which a consumer sends nothing (CO-167).
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Units:</b> times are those of the day, in nanoseconds.
 */
public final class Pause {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long untilNanos;
    private boolean isOn;

    /** @param until null is not at all */
    public Pause(@Nullable Instant until, long nowNanos) {
        untilNanos = until == null ? 0 : until.getEpochSecond() * SECOND_NANOS + until.getNano();
        isOn = untilNanos > nowNanos;
    }

    /** Returns whether nothing is to be sent. */
    public boolean isOn(long nowNanos) {
        return untilNanos > nowNanos;
    }

    /** Returns how long it is until {@link #endsNow}, or {@link Long#MAX_VALUE}. */
    public long leftNanos(long nowNanos) {
        return isOn ? Math.max(0, untilNanos - nowNanos) : NEVER;
    }

    /** Returns true once: when it is over. */
    public boolean endsNow(long nowNanos) {
        boolean ends = isOn && !isOn(nowNanos);
        isOn &= !ends;
        return ends;
    }
}
