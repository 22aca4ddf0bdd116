package dev.gannet.jetstream.live;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.gannet.base.Clock;
import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.stream.Change;

/**
 * Tells a shard, through its log, that it is later than it was, when something is due: messages go because of their age at
 * the same place of the log wherever that is read.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Ticks extends TimerQueue.Timer {
    /** Not more often than this: each is an entry of the log, and lets everything go that is due. */
    private static final long INTERVAL_NANOS = MILLISECONDS.toNanos(50);

    private final LiveShard live;
    private final Clock clock;
    private long plannedNanos = Long.MAX_VALUE;
    private boolean proposed;

    Ticks(LiveShard live, Clock clock) {
        this.live = live;
        this.clock = clock;
    }

    /** Looks when something is due next. */
    void plan() {
        long due = live.shard().dueNanos();
        if (due == plannedNanos || proposed) {
            return;
        }
        plannedNanos = due;
        if (due == Long.MAX_VALUE) {
            live.loop().timers().cancel(this);
        } else {
            long wait = Math.max(INTERVAL_NANOS, due - Intake.nanos(clock.instant()));
            live.loop().timers().set(this, clock.nanoTime() + wait);
        }
    }

    @Override
    protected void fire(long nowNanos) {
        proposed = true;
        live.propose(new Change.Tick(Intake.nanos(clock.instant())), applied -> {
            proposed = false;
            plannedNanos = Long.MAX_VALUE - 1; // Whatever is due now is planned anew, also where the log has failed.
            plan();
        });
    }
}
