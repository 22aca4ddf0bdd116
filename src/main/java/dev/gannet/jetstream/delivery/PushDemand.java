package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.interest.InterestWatcher;
import dev.gannet.interest.Matches;
import dev.gannet.interest.Subscription;
import dev.gannet.jetstream.config.consumer.AckPolicy;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Whoever subscribes to where a consumer sends by itself (CO-73, CO-77, CO-141 to CO-148).
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class PushDemand implements Demand, InterestWatcher {
    private static final byte[] NO_HEADERS = {};

    private final Courier courier;
    private final ConsumerConfig.Push settings;
    private final byte[] to;
    private final @Nullable FlowControl flow;
    private boolean isActive;
    private long heartbeatNanos = Courier.NEVER;

    PushDemand(Courier courier, ConsumerConfig config, ConsumerConfig.Push settings) {
        this.courier = courier;
        this.settings = settings;
        this.to = settings.deliverSubject().getBytes(ISO_8859_1);
        boolean isAckedByFlow = config.acking().policy() == AckPolicy.FLOW_CONTROL;
        this.flow = settings.flowControl() ? new FlowControl(courier, to, isAckedByFlow) : null;
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
        isActive = isSubscribed(to, settings.group());
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

    /**
     * Returns whether somebody subscribes to just this subject: whoever looks on with a wildcard does not count, nor who is
     * in another queue group, or in one at all if the messages are for none (CO-77).
     *
     * @param group empty for none
     */
    private boolean isSubscribed(byte[] literal, String group) {
        Matches matches = new Matches();
        courier.of().account().interest().match(literal, 0, literal.length, matches);
        if (group.isEmpty()) {
            return isAnyTo(literal, matches.plain(), matches.plainCount());
        }
        for (int i = 0; i < matches.queueCount(); i++) {
            Subscription[] members = matches.queues()[i].members();
            if (matches.queues()[i].queue().equals(group) && isAnyTo(literal, members, members.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnyTo(byte[] literal, Subscription[] subscriptions, int count) {
        String subject = new String(literal, ISO_8859_1);
        for (int i = 0; i < count; i++) {
            if (subscriptions[i].subject().equals(subject)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isThere() {
        return isActive && (flow == null || !flow.isStalled());
    }

    @Override
    public boolean offer(Parcel parcel) {
        return courier.reaches(to, parcel.replyLength());
    }

    @Override
    public byte[] headers() {
        return NO_HEADERS;
    }

    @Override
    public void sent(Parcel parcel) {
        if (settings.idleHeartbeatNanos() > 0) {
            heartbeatNanos = parcel.nowNanos() + settings.idleHeartbeatNanos();
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
        return heartbeatNanos;
    }

    @Override
    public void due(long nowNanos) {
        if (heartbeatNanos == Courier.NEVER || nowNanos - heartbeatNanos < 0) {
            return;
        }
        heartbeatNanos = nowNanos + settings.idleHeartbeatNanos();
        if (isActive) {
            courier.tell(to, courier.heartbeat(flow == null ? "" : flow.awaitedAt()));
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
