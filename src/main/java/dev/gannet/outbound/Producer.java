package dev.gannet.outbound;

/** Who fills outboxes: a connection whose messages others receive. It can be slowed down, for a bounded time. */
public interface Producer {
    /** Tells the producer, on its own loop, that {@code target} has more waiting than it should: read less for a moment. */
    void stalledBy(Outbox target);

    /** Tells the producer, on its own loop, that somebody cannot keep up who will not say when that is over. */
    void slowDown();

    /** Tells the producer that a target it waits for has caught up or is gone; called by any thread. */
    void resume();
}
