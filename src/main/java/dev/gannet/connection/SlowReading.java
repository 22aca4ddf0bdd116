package dev.gannet.connection;

import dev.gannet.config.KeepAliveConfig;
import dev.gannet.config.peer.WriteTimeout;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.GoDuration;
import java.util.Locale;

/**
 * What is said and counted of a client that does not read what it is sent (CP-193..196).
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class SlowReading {
    private final Client client;
    private final ClientTrace trace;
    private boolean isLate;

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
     * A write takes too long. Returns whether it may go on; else the client is closed.
     *
     * @param moves whether some of it was written: otherwise there is nothing to wait for
     * @param greeted whether it has said CONNECT; who has not is no consumer yet
     */
    boolean isBorne(boolean moves, boolean greeted) {
        KeepAliveConfig config = client.server().config().keepAlive();
        if (greeted) {
            count();
            trace.notice("Slow Consumer " + (isLate ? "State" : "Detected") + ": WriteDeadline of "
                    + GoDuration.format(config.writeDeadline()) + " exceeded with 1 chunks of "
                    + client.outbox().pendingBytes() + " total bytes.");
        }
        isLate = greeted && moves && config.writeTimeout() == WriteTimeout.RETRY;
        if (!isLate) {
            client.close(CloseReason.SLOW_CONSUMER_WRITE_DEADLINE);
        }
        return isLate;
    }

    /** The write that went on is done. */
    void recovered(long nanos, long bytes) {
        isLate = false;
        trace.notice(String.format(
                Locale.ROOT,
                "Slow Consumer Recovered: Flush took %.3fs with 1 chunks of %d total bytes.",
                nanos / 1e9,
                bytes));
    }

    private void count() {
        client.server().counters().countSlowConsumer();
        client.account().countSlowConsumer();
    }
}
