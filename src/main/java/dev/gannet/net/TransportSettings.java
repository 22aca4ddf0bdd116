package dev.gannet.net;

import dev.gannet.outbound.PendingBudget;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all transports of a listener have in common.
 *
 * @param loops how many event loops there are
 * @param pendingMax most bytes that may wait for a peer
 * @param budget how much may wait for all of them
 * @param writeDeadlineNanos how long nothing may be written although bytes wait
 * @param encryption what new TLS connections go by
 */
record TransportSettings(
        int loops, long pendingMax, PendingBudget budget, LongSupplier writeDeadlineNanos, Encryption encryption) {
    /**
     * What new TLS connections go by.
     *
     * @param current the certificates and rules of now; a reload sets others
     * @param tasks where the expensive steps of handshakes are computed
     */
    record Encryption(AtomicReference<@Nullable TlsContext> current, TlsTasks tasks) {}
}
