package dev.gannet.interest;

import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import org.jspecify.annotations.Nullable;

/**
 * Whoever holds subscriptions: a connection, as interest and routing see it. Every method may be called by any event
 * loop.
 */
public interface Subscriber {
    /** Returns where deliveries go. */
    Outbox outbox();

    /**
     * Returns whether this is a part of the server, which takes messages in {@link #delivered}: nothing is written to
     * its outbox, and it {@linkplain #inspectsDeliveries inspects} every message.
     */
    default boolean isInternal() {
        return false;
    }

    /** Returns whether it gets what its account imports as streams; the server's own parts look at their account only. */
    default boolean takesImports() {
        return !isInternal();
    }

    /** Returns the connection's id. */
    long cid();

    /** Returns what the connection calls itself, or an empty text. */
    default String name() {
        return "";
    }

    /** Returns whether it takes {@code HMSG}; to others headers are not sent (CP-119). */
    boolean headers();

    /** Returns whether it wants to see each message: {@link #delivered} is called for every delivery then. */
    boolean inspectsDeliveries();

    /** Returns whether it may receive messages on this subject under a subscription whose filter matches it (AC-27). */
    boolean mayReceive(byte[] subject, int length, @Nullable String queue);

    /** Tells those who asked for it of a delivery, before it is staged, on the event loop of this number. */
    void delivered(Subscription subscription, PublishFrame frame, int loop);

    /** Tells that a subscription has had its last delivery and is out of the account's interest already. */
    void exhausted(Subscription subscription);
}
