package dev.gannet.monitor.metric;

import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.ServerTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The most used figures under names of our own, with their units in them. Made for one moment, by one thread. */
final class OwnMetrics {
    private static final String PREFIX = "gannet_";

    private final List<Metric> out;
    private final Map<String, String> labels;

    /**
     * Adds to a list.
     *
     * @param labels of all
     */
    OwnMetrics(List<Metric> out, Map<String, String> labels) {
        this.out = out;
        this.labels = labels;
    }

    void add(ServerView server, ProcessUsage usage, Instant now) {
        ServerTotals totals = server.totals();
        Traffic clients = totals.clientTraffic();
        long pending = server.connections(false).stream()
                .mapToLong(ConnectionSnapshot::pendingBytes)
                .sum();
        add("healthy", "1 while clients can connect", server.notReadyReason() == null ? 1 : 0);
        add(
                "uptime_seconds",
                "since the start",
                Duration.between(server.facts().start(), now).toMillis() / 1e3);
        add("connections", "clients connected now", totals.connections());
        add("connections_opened", "clients that ever connected", totals.totalConnections());
        add("subscriptions", "subscriptions now", server.sublist(null).subscriptions());
        add("in_messages", "messages from clients", clients.inMessages());
        add("in_bytes", "bytes of messages from clients", clients.inBytes());
        add("out_messages", "messages to clients", clients.outMessages());
        add("out_bytes", "bytes of messages to clients", clients.outBytes());
        add("pending_bytes", "what waits for clients to read it", pending);
        add(
                "slow_consumers",
                "clients closed because they read too slowly",
                totals.slowConsumers().sum());
        add(
                "stale_connections",
                "clients closed because they did not answer PING",
                totals.staleConnections().sum());
        add("stalls", "how often a publisher was held up", totals.stalls());
        ServerTotals.Defence defence = totals.defence();
        add("publish_throttles", "how often a client was held up that published too fast", defence.throttles());
        add(
                "publish_rate_violations",
                "how often a client was told that it publishes too fast",
                defence.rateViolations());
        add("delayed_logins", "logins answered later after failures", defence.delayedLogins());
        add(
                "unauthenticated_refused",
                "connections refused because too many had not shown who they are",
                defence.unauthenticatedRefused());
        add("resident_memory_bytes", "memory of the process", usage.residentBytes());
        add("cpu_percent", "of one core", usage.cpuPercent());
    }

    private void add(String name, String help, long value) {
        add(name, help, (double) value);
    }

    private void add(String name, String help, double value) {
        out.add(new Metric(PREFIX + name, help, labels, value));
    }
}
