package dev.gannet.interest;

import dev.gannet.outbound.Outbox;

/** Whoever holds subscriptions: a connection, as interest and routing see it. */
public interface Subscriber {
    /** Returns where deliveries go. */
    Outbox outbox();

    /** Returns the connection's id. */
    long cid();

    /** Returns whether it takes {@code HMSG}; to others headers are not sent (CP-119). */
    boolean headers();
}
