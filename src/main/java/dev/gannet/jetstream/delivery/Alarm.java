package dev.gannet.jetstream.delivery;

import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerDefaults;
import dev.gannet.jetstream.consumer.ConsumerState;

/**
 * Wakes a consumer when something is due: one timer for whatever that is. It also knows when the consumer was used last.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Alarm extends TimerQueue.Timer {
    private static final long JITTER_MIN_NANOS = 100_000_000L;
    private static final long JITTER_STEP_NANOS = 1_000_000L;
    private static final int JITTER_STEPS = 900;
    private static final int JITTER_FACTOR = 37;

    private final Courier courier;
    private final Overdue overdue;
    private long setNanos = Courier.NEVER;
    private long usedNanos;

    Alarm(Courier courier, Overdue overdue) {
        this.courier = courier;
        this.overdue = overdue;
        this.usedNanos = courier.host().nowNanos();
    }

    /** Somebody has used the consumer. */
    void used(long nowNanos) {
        usedNanos = nowNanos;
    }

    /** Wakes it at a time, at the latest. */
    void plan(long dueNanos) {
        if (dueNanos != Courier.NEVER && !courier.isEnded() && (!isSet() || dueNanos - setNanos < 0)) {
            setNanos = dueNanos;
            courier.host().timers().set(this, dueNanos);
        }
    }

    /** Wakes it when something is due that is known. */
    void plan() {
        long threshold = courier.config().inactiveThresholdNanos();
        long inactive = threshold == 0 ? Courier.NEVER : usedNanos + threshold + jitterNanos();
        plan(Math.min(overdue.dueNanos(), courier.demand().dueNanos()));
        plan(Math.min(inactive, courier.resumesNanos()));
    }

    void cancel() {
        courier.host().timers().cancel(this);
    }

    @Override
    protected void fire(long nowNanos) {
        courier.resumeIfDue();
        courier.demand().due(nowNanos);
        overdue.due(nowNanos);
        endIfUnused(nowNanos);
        plan();
        courier.ready();
        courier.of().deliveries().run();
    }

    /** Not all of those that were made at the same time end at the same time, unless it was asked for so (CO-59, CO-60). */
    private long jitterNanos() {
        if (!courier.config().isPull()
                && courier.config().inactiveThresholdNanos() != ConsumerDefaults.INACTIVE_NANOS) {
            return 0;
        }
        int step = courier.consumer().id() * JITTER_FACTOR % JITTER_STEPS;
        return JITTER_MIN_NANOS + step * JITTER_STEP_NANOS;
    }

    /** Ends it if nobody has used it for too long (CO-59, CO-60, CO-62). */
    private void endIfUnused(long nowNanos) {
        ConsumerConfig config = courier.config();
        long threshold = config.inactiveThresholdNanos();
        if (threshold == 0 || courier.isEnded() || nowNanos - usedNanos < threshold + jitterNanos()) {
            return;
        }
        ConsumerState state = courier.consumer().state();
        long waited = courier.host().timeNanos() - state.sentNanos();
        boolean mayBeAcked = config.isPull()
                && state.pending() > 0
                && waited < config.acking().waitNanos() + threshold;
        boolean isUsed = mayBeAcked || courier.demand().isUsed(nowNanos);
        usedNanos = nowNanos; // If it does not end now, it is asked again.
        if (!isUsed) {
            courier.host().inactive(courier.of().stream(), courier.consumer());
        }
    }
}
