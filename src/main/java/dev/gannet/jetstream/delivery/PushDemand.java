package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.interest.InterestWatcher;
import dev.gannet.jetstream.config.consumer.AckPolicy;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ReplayPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Whoever subscribes to where a consumer sends by itself (CO-73, CO-77, CO-141 to CO-148).
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class PushDemand implements Demand, InterestWatcher {
    private static final byte[] NO_HEADERS = {};
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int BITS = 8;

    /** A gap that is shorter is not repeated (CO-109). */
    private static final long GAP_NANOS_MIN = 1_000_000L;

    private final Courier courier;
    private final ConsumerConfig.Push settings;
    private final byte[] to;
    private final @Nullable FlowControl flow;
    private final boolean repeatsGaps;
    private final long replayedUpTo;
    private boolean isActive;
    private long heartbeatNanos = Courier.NEVER;
    private long waitsUntilNanos;
    private long gapSeq;
    private long lastTimeNanos;

    PushDemand(Courier courier, ConsumerConfig config, ConsumerConfig.Push settings) {
        this.courier = courier;
        this.settings = settings;
        this.to = settings.deliverSubject().getBytes(ISO_8859_1);
        boolean isAckedByFlow = config.acking().policy() == AckPolicy.FLOW_CONTROL;
        this.flow = settings.flowControl() ? new FlowControl(courier, to, isAckedByFlow) : null;
        this.repeatsGaps = config.replay() == ReplayPolicy.ORIGINAL;
        this.replayedUpTo = courier.of().stream().store().lastSeq();
        courier.of().account().interest().watch(settings.deliverSubject(), this);
        look();
    }

    /** Somebody has begun or ended to subscribe there. Any thread. */
    @Override
    public void changed() {
        courier.host().post(() -> {
            if (!courier.isEnded()) {
                look();
                courier.replan();
                courier.of().deliveries().run();
            }
        });
    }

    private void look() {
        boolean wasActive = isActive;
        isActive = settings.group().isEmpty() ? courier.isHeard(to) : courier.isHeardInGroup(to, settings.group());
        if (isActive == wasActive) {
            return;
        }
        long now = courier.host().nowNanos();
        courier.used(now);
        heartbeatNanos =
                isActive && settings.idleHeartbeatNanos() > 0 ? now + settings.idleHeartbeatNanos() : Courier.NEVER;
        if (flow != null) {
            flow.begin();
        }
        courier.plan(heartbeatNanos);
        courier.ready();
    }

    @Override
    public boolean isThere() {
        return isActive
                && (flow == null || !flow.isStalled())
                && (waitsUntilNanos == 0 || courier.host().nowNanos() - waitsUntilNanos >= 0);
    }

    @Override
    public boolean offer(Parcel parcel) {
        if (isTooSoon(parcel)) {
            courier.plan(waitsUntilNanos);
            return false;
        }
        return courier.reaches(to, parcel.replyLength());
    }

    /** Returns whether the message is to wait, so that the gap before it is what it was (CO-109). */
    private boolean isTooSoon(Parcel parcel) {
        long seq = courier.consumer().state().nextSeq();
        long time = courier.of().sender().view().timestampNanos();
        if (!repeatsGaps || seq > replayedUpTo || gapSeq == seq || lastTimeNanos == 0) {
            lastTimeNanos = time;
            return false;
        }
        gapSeq = seq;
        long gap = time - lastTimeNanos;
        if (gap <= GAP_NANOS_MIN) {
            lastTimeNanos = time;
            return false;
        }
        waitsUntilNanos = parcel.nowNanos() + gap;
        return true;
    }

    @Override
    public byte[] headers() {
        return NO_HEADERS;
    }

    @Override
    public void sent(Parcel parcel) {
        lastTimeNanos = courier.of().sender().view().timestampNanos();
        if (settings.idleHeartbeatNanos() > 0) {
            heartbeatNanos = parcel.nowNanos() + settings.idleHeartbeatNanos();
        }
        if (settings.rateLimitBitsPerSecond() > 0) {
            long cost = (long) ((double) parcel.size() * BITS * SECOND_NANOS / settings.rateLimitBitsPerSecond());
            long from = waitsUntilNanos == 0 ? parcel.nowNanos() : Math.max(waitsUntilNanos, parcel.nowNanos());
            waitsUntilNanos = from + cost;
            courier.plan(waitsUntilNanos);
        }
        if (flow != null) {
            flow.sent(parcel.size());
        }
    }

    @Override
    public void atEnd(long nowNanos) {
        // Whoever subscribes waits on.
    }

    @Override
    public long dueNanos() {
        boolean waits = waitsUntilNanos != 0 && waitsUntilNanos - courier.host().nowNanos() > 0;
        return Math.min(heartbeatNanos, waits ? waitsUntilNanos : Courier.NEVER);
    }

    @Override
    public void due(long nowNanos) {
        if (heartbeatNanos == Courier.NEVER || nowNanos - heartbeatNanos < 0) {
            return;
        }
        heartbeatNanos = nowNanos + settings.idleHeartbeatNanos();
        if (isActive) {
            courier.tell(to, courier.heartbeat(flow == null ? "" : flow.stalledAt()));
            if (flow != null) {
                flow.heartbeat();
            }
        }
    }

    @Override
    public boolean isUsed(long nowNanos) {
        return isActive;
    }

    @Override
    public int waiting(long nowNanos) {
        return 0;
    }

    @Override
    public boolean isBound() {
        return isActive;
    }

    @Override
    public void release() {
        isActive = false;
        courier.of().account().interest().watchNoMore(settings.deliverSubject(), this);
        if (flow != null) {
            flow.end();
        }
    }

    @Override
    public void end(String status) {
        release();
    }
}
