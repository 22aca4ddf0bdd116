package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.PriorityPolicy;
import dev.gannet.jetstream.delivery.said.PullRequest.PullPriority;
import org.jspecify.annotations.Nullable;

/**
 * Whom the messages of a consumer are for as long as it asks for them (CO-158 to CO-164).
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Pin {
    private static final long NEVER = Long.MAX_VALUE;
    private static final byte[] NOBODY = "Nats-Pin-Id: \r\n".getBytes(ISO_8859_1);

    private final Courier courier;
    private ConsumerConfig.Priority settings;
    private String id = "";
    private String group = "";
    private long sinceNanos;
    private long endNanos = NEVER;
    private byte[] header = NOBODY;
    private @Nullable Waiting bound; // The request that was bound has no id, and is served on (CO-158).

    Pin(Courier courier, ConsumerConfig.Priority settings) {
        this.courier = courier;
        this.settings = settings;
    }

    /** The settings of the consumer have changed: whoever is bound stays so. */
    void settings(ConsumerConfig.Priority other) {
        settings = other;
        if (!isInUse()) {
            letGo();
        }
    }

    /** What becomes of a request that is the first of those that wait. */
    enum Turn {
        SERVE,
        WAIT,
        WRONG
    }

    private boolean isInUse() {
        return settings.policy() == PriorityPolicy.PINNED_CLIENT;
    }

    /** Returns whether a request may wait; one of the right client says that it is still there. */
    boolean accepts(PullPriority asked, long nowNanos) {
        if (id.isEmpty() || asked.id().isEmpty()) {
            return true;
        }
        if (!asked.id().equals(id)) {
            return false;
        }
        touch(nowNanos);
        return true;
    }

    private void touch(long nowNanos) {
        endNanos = nowNanos + settings.timeoutNanos();
        courier.plan(endNanos);
    }

    Turn turn(Waiting request, long nowNanos) {
        PullPriority asked = request.priority();
        if (!isInUse()) {
            return Turn.SERVE;
        }
        due(nowNanos);
        if (id.isEmpty()) {
            return asked.id().isEmpty() ? Turn.SERVE : Turn.WRONG;
        }
        if (asked.id().isEmpty()) {
            return request == bound ? Turn.SERVE : Turn.WAIT;
        }
        return asked.id().equals(id) ? Turn.SERVE : Turn.WRONG;
    }

    /** A request gets a message: if nobody is bound, it is from now on. */
    void serve(Waiting request, long nowNanos) {
        PullPriority asked = request.priority();
        if (isInUse() && id.isEmpty() && !asked.group().isEmpty()) {
            id = courier.newId();
            group = asked.group();
            bound = request;
            sinceNanos = courier.host().timeNanos();
            header = ("Nats-Pin-Id: " + id + "\r\n").getBytes(ISO_8859_1);
            touch(nowNanos);
            courier.advisories().pinned(courier.subject(), group, id);
        }
    }

    byte[] header() {
        return header;
    }

    String id() {
        return id;
    }

    ConsumerView.Pin view() {
        return new ConsumerView.Pin(group, id, sinceNanos);
    }

    long dueNanos() {
        return endNanos;
    }

    /** Returns whether nobody is bound any more because it has not asked for too long. */
    boolean due(long nowNanos) {
        boolean isOver = endNanos != NEVER && nowNanos - endNanos >= 0;
        if (isOver) {
            release(group, "timeout");
        }
        return isOver;
    }

    /** Nobody is bound from now on. */
    void release(String ofGroup, String reason) {
        letGo();
        courier.advisories().unpinned(courier.subject(), ofGroup, reason);
    }

    private void letGo() {
        id = "";
        bound = null;
        header = NOBODY;
        endNanos = NEVER;
        sinceNanos = 0;
    }
}
