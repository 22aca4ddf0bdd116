package dev.gannet.account;

import dev.gannet.account.ServiceReplies.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Of the answers that are waited for those that are measured, so that the end of each wait is told in time.
 *
 * <p><b>Owner:</b> whoever has the lock of the {@link ServiceReplies} that it belongs to.
 *
 * <p><b>Units:</b> times are those of one monotonic clock, in nanoseconds.
 */
final class MeasuredWaits {
    /** No wait ends, and no alarm is set. */
    static final long NEVER = Long.MAX_VALUE;

    private final Map<Duration, LinkedHashSet<Pending>> byThreshold = new HashMap<>(0); // Each oldest first.
    private long alarmNanos = NEVER;

    void add(Pending waiting) {
        byThreshold
                .computeIfAbsent(waiting.terms().threshold(), any -> new LinkedHashSet<>())
                .add(waiting);
    }

    void remove(Pending waiting) {
        Duration threshold = waiting.terms().threshold();
        LinkedHashSet<Pending> waits = byThreshold.get(threshold);
        if (waits != null && waits.remove(waiting) && waits.isEmpty()) {
            byThreshold.remove(threshold);
        }
    }

    /** Returns those whose time is over. */
    List<Pending> expired(long nowNanos) {
        List<Pending> expired = new ArrayList<>();
        for (LinkedHashSet<Pending> waits : byThreshold.values()) {
            for (Pending waiting : waits) {
                if (!waiting.isExpired(nowNanos)) {
                    break;
                }
                expired.add(waiting);
            }
        }
        return expired;
    }

    /** An alarm that was set for this time has come. */
    void alarmed(long atNanos) {
        if (atNanos == alarmNanos) {
            alarmNanos = NEVER;
        }
    }

    /** Returns for when an alarm has to be set now, or {@link #NEVER} if none is needed or one is set. */
    long nextAlarm() {
        long first = NEVER;
        for (LinkedHashSet<Pending> waits : byThreshold.values()) {
            first = Math.min(first, waits.iterator().next().expiresNanos());
        }
        if (first >= alarmNanos) {
            return NEVER;
        }
        alarmNanos = first;
        return first;
    }
}
