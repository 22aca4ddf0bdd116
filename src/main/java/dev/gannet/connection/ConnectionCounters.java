package dev.gannet.connection;

import java.util.concurrent.atomic.LongAdder;

/** What has happened to the connections of a server since its start. Any thread. */
public final class ConnectionCounters {
    private final LongAdder slowConsumers = new LongAdder();
    private final LongAdder staleConnections = new LongAdder();
    private final LongAdder stalls = new LongAdder();
    private final LongAdder throttles = new LongAdder();
    private final LongAdder rateViolations = new LongAdder();
    private final LongAdder delayedLogins = new LongAdder();
    private final LongAdder unauthenticatedRefused = new LongAdder();
    private final LongAdder inMessages = new LongAdder();
    private final LongAdder inBytes = new LongAdder();
    private final LongAdder outMessages = new LongAdder();
    private final LongAdder outBytes = new LongAdder();

    void countSlowConsumer() {
        slowConsumers.increment();
    }

    void countStaleConnection() {
        staleConnections.increment();
    }

    void countStall() {
        stalls.increment();
    }

    void countThrottle() {
        throttles.increment();
    }

    void countRateViolation() {
        rateViolations.increment();
    }

    void countDelayedLogin() {
        delayedLogins.increment();
    }

    void countUnauthenticatedRefused() {
        unauthenticatedRefused.increment();
    }

    /** Adds what a connection that is gone has moved. */
    void addClosed(Client client) {
        inMessages.add(client.inMessages());
        inBytes.add(client.inBytes());
        outMessages.add(client.outbox().outMessages());
        outBytes.add(client.outbox().outBytes());
    }

    public long slowConsumers() {
        return slowConsumers.sum();
    }

    public long staleConnections() {
        return staleConnections.sum();
    }

    public long stalls() {
        return stalls.sum();
    }

    /** Returns how often a client was held up that published too fast. */
    public long throttles() {
        return throttles.sum();
    }

    /** Returns how often a client was told that it publishes too fast. */
    public long rateViolations() {
        return rateViolations.sum();
    }

    /** Returns how many logins were answered later for those that had failed before. */
    public long delayedLogins() {
        return delayedLogins.sum();
    }

    /** Returns how many connections were refused because too many had not shown who they are. */
    public long unauthenticatedRefused() {
        return unauthenticatedRefused.sum();
    }

    /** Returns the messages taken from connections that are gone; likewise the next three. */
    public long closedInMessages() {
        return inMessages.sum();
    }

    public long closedInBytes() {
        return inBytes.sum();
    }

    public long closedOutMessages() {
        return outMessages.sum();
    }

    public long closedOutBytes() {
        return outBytes.sum();
    }
}
