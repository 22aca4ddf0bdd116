package dev.gannet.jetstream.delivery.pace;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
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
    private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

    private final long untilNanos;
    private boolean isOn;

    /** @param until null is not at all */
    public Pause(@Nullable Instant until, long nowNanos) {
        untilNanos = until == null ? 0 : nanos(until);
        isOn = untilNanos > nowNanos;
    }

    /** Returns a time, one of another age as the end of what a number of nanoseconds can say. */
    private static long nanos(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return time.isAfter(LAST) ? Long.MAX_VALUE : ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }

    /** Returns whether two settings end at the same time; the first time there is says as little as none. */
    public static boolean isSame(@Nullable Instant one, @Nullable Instant other) {
        return Objects.equals(one, other) || (isNone(one) && isNone(other));
    }

    private static boolean isNone(@Nullable Instant until) {
        return until == null || until.equals(NO_TIME);
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
