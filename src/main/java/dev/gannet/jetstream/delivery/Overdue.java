package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.config.consumer.AckPolicy;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Acking;
import dev.gannet.jetstream.consumer.ConsumerState;
import java.util.List;

/**
 * Finds the messages of one consumer that were not acknowledged in time, and are to be sent again (CO-98 to CO-102).
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Overdue {
    private static final long GRACE_NANOS = 1_000_000L;

    /** So many messages are looked at until others get their turn. */
    private static final int AT_A_TIME = 1 << 14;

    private final Courier courier;
    private final ConsumerState state;
    private final Redeliveries again;
    private long dueNanos = Courier.NEVER;
    private long lookFrom;
    private long nextWait;
    private long forcedBelow;

    Overdue(Courier courier, Redeliveries again) {
        this.courier = courier;
        this.state = courier.consumer().state();
        this.again = again;
        if (state.pending() > 0) {
            dueNanos = courier.host().nowNanos();
        }
    }

    /** Returns when it is to be looked. */
    long dueNanos() {
        return dueNanos;
    }

    /** A message was sent just now. */
    void sent(long seq, long nowNanos) {
        Acking acking = courier.config().acking();
        if (acking.policy() != AckPolicy.NONE && acking.waitNanos() > 0) {
            plan(nowNanos + waitNanos(seq));
        }
    }

    /** It is to be looked at a time, at the latest. */
    void plan(long atNanos) {
        if (atNanos < dueNanos) {
            dueNanos = atNanos;
            courier.plan(atNanos);
        }
    }

    /** It is to be looked now: how long an acknowledgement may take has changed. */
    void lookAnew() {
        if (state.pending() > 0) {
            lookFrom = 0;
            plan(courier.host().nowNanos());
        }
    }

    /** All that is not acknowledged is to be sent again: somebody else gets it from now on. */
    void force() {
        forcedBelow = state.nextSeq();
        lookAnew();
    }

    /** Returns how long an acknowledgement of a message may take (CO-99). */
    long waitNanos(long seq) {
        Acking acking = courier.config().acking();
        List<Long> backoff = acking.backoffNanos();
        if (backoff.isEmpty()) {
            return acking.waitNanos() + GRACE_NANOS;
        }
        int at = Math.max(0, Math.min(backoff.size(), state.deliveries(seq)) - 1);
        return backoff.get(at) + GRACE_NANOS;
    }

    /** Looks through what is not acknowledged, a part at a time. */
    void due(long nowNanos) {
        if (dueNanos == Courier.NEVER || nowNanos - dueNanos < 0) {
            return;
        }
        dueNanos = Courier.NEVER;
        if (courier.config().acking().waitNanos() == 0) {
            return;
        }
        if (lookFrom == 0) {
            nextWait = Courier.NEVER;
        }
        long time = courier.host().timeNanos();
        int looked = 0;
        long seq = state.nextPending(lookFrom);
        for (; seq != 0 && looked < AT_A_TIME; seq = state.nextPending(seq + 1)) {
            looked++;
            if (again.has(seq)) {
                continue;
            }
            long left = state.waitingSinceNanos(seq) + waitNanos(seq) - time;
            if (left <= 0 || seq < forcedBelow) {
                isLate(seq);
            } else {
                nextWait = Math.min(nextWait, left);
            }
        }
        lookFrom = seq;
        forcedBelow = seq == 0 ? 0 : forcedBelow;
        if (seq != 0) {
            plan(nowNanos + 1); // In the next turn.
        } else if (nextWait != Courier.NEVER) {
            plan(nowNanos + nextWait);
        }
    }

    /** A message is to be sent again, unless it was sent as often as it may be: that is told though nobody asks (CO-102). */
    private void isLate(long seq) {
        long max = courier.config().acking().maxDeliver();
        if (max <= 0 || state.deliveries(seq) < max) {
            again.add(seq);
        } else {
            giveUp(seq);
        }
    }

    private void giveUp(long seq) {
        courier.advisories().exceeded(courier.subject(), seq, state.deliveries(seq));
        state.giveUp(seq);
    }

    /** Returns the next message that is to be sent again, or 0; those that were sent too often are given up (CO-102). */
    long next() {
        if (again.isEmpty()) {
            return 0;
        }
        long max = courier.config().acking().maxDeliver();
        for (long seq = again.take(); seq != 0; seq = again.take()) {
            if (!state.isPending(seq)) {
                continue;
            }
            int deliveries = state.deliveries(seq);
            if (max <= 0 || deliveries < max) {
                return seq;
            }
            giveUp(seq);
        }
        return 0;
    }
}
