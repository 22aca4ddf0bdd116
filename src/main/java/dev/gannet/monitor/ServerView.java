package dev.gannet.monitor;

import dev.gannet.config.ServerConfig;
import dev.gannet.monitor.jetstream.JetStreamView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as the monitoring sees it. The engine implements it.
 *
 * <p>Every method may be called from any thread, at any time between the server's making and its end, and must not wait
 * for an event loop: a figure may be a moment old. Lists are snapshots that belong to the caller, in any order.
 */
public interface ServerView {
    /** The settings in force; a reload changes what this returns. */
    ServerConfig config();

    /** What the server is, with the ports that it really bound. */
    ServerFacts facts();

    /** What the server learns from its host. */
    MonitorHost host();

    /** The server's counters. */
    ServerTotals totals();

    /** Returns how many connections were closed because they read too slowly, or came close to that. */
    default long slowConsumers() {
        return totals().slowConsumers().sum();
    }

    /** Returns how often a producer was held up for somebody who reads slowly. */
    default long stalls() {
        return totals().stalls();
    }

    /**
     * Returns the open client and leaf node connections. A connection whose round trip was never measured may be sent
     * a {@code PING}, so that the next call knows it.
     *
     * @param withSubscriptions whether the snapshots have their subscriptions; without, that list is empty
     */
    List<ConnectionSnapshot> connections(boolean withSubscriptions);

    /** Returns the latest closed connections, at most {@code config().limits().maxClosedClients()}, oldest first. */
    List<ConnectionSnapshot> closedConnections();

    boolean hasAccount(String account);

    /** Returns the names of all accounts. */
    List<String> accounts();

    /** Returns the counters of those of the accounts that exist. */
    List<AccountTotals> accountTotals(List<String> accounts);

    /** Returns the subscriptions of local connections in one account, or in all of them for null. */
    List<SubscriptionSnapshot> subscriptions(@Nullable String account);

    /** Returns the figures of one account's sublist, or the sum over all for null. */
    SublistTotals sublist(@Nullable String account);

    /** Returns the queues inside the server. */
    List<QueueSnapshot> queues();

    /** Returns JetStream, or null where it is off or has not begun. */
    default @Nullable JetStreamView jetStream() {
        return null;
    }

    /** Returns why the server cannot take connections, or null when it can. */
    @Nullable
    String notReadyReason();
}
