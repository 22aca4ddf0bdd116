package dev.gannet.connection;

import dev.gannet.outbound.OutboxFailure;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.GoDuration;

/**
 * What is said and counted of a client that does not read what it is sent (CP-193..196).
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class SlowReading {
    private final Client client;
    private final ClientTrace trace;

    SlowReading(Client client, ClientTrace trace) {
        this.client = client;
        this.trace = trace;
    }

    /** Writing failed, or too much waits. Returns why the client has to go. */
    CloseReason failed(OutboxFailure failure) {
        if (failure == OutboxFailure.WRITE_ERROR) {
            return CloseReason.WRITE_ERROR;
        }
        count();
        trace.notice(
                failure == OutboxFailure.PENDING_BYTES
                        ? "Slow Consumer Detected: MaxPending of "
                                + client.server().config().limits().maxPendingBytes() + " Exceeded"
                        : "Slow Consumer Detected: Memory for the pending bytes of all connections Exceeded");
        return CloseReason.SLOW_CONSUMER_PENDING_BYTES;
    }

    /**
     * Nothing could be written for too long. Returns why the client has to go.
     *
     * @param greeted whether it has said CONNECT; who has not is no consumer yet
     */
    CloseReason stuck(boolean greeted) {
        if (greeted) {
            count();
            trace.notice("Slow Consumer Detected: WriteDeadline of "
                    + GoDuration.format(client.server().config().keepAlive().writeDeadline())
                    + " exceeded with 1 chunks of " + client.outbox().pendingBytes() + " total bytes.");
        }
        return CloseReason.SLOW_CONSUMER_WRITE_DEADLINE;
    }

    private void count() {
        client.server().counters().countSlowConsumer();
        client.account().countSlowConsumer();
    }
}
