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
        count("connections_opened_total", "clients that ever connected", totals.totalConnections());
        add("subscriptions", "subscriptions now", server.sublist(null).subscriptions());
        count("in_messages_total", "messages from clients", clients.inMessages());
        count("in_bytes_total", "bytes of messages from clients", clients.inBytes());
        count("out_messages_total", "messages to clients", clients.outMessages());
        count("out_bytes_total", "bytes of messages to clients", clients.outBytes());
        add("pending_bytes", "what waits for clients to read it", pending);
        count(
                "slow_consumers_total",
                "clients closed because they read too slowly",
                totals.slowConsumers().sum());
        count(
                "stale_connections_total",
                "clients closed because they did not answer PING",
                totals.staleConnections().sum());
        count("stalls_total", "how often a publisher was held up", totals.stalls());
        ServerTotals.Defence defence = totals.defence();
        count("publish_throttles_total", "how often a client was held up that published too fast", defence.throttles());
        count(
                "publish_rate_violations_total",
                "how often a client was told that it publishes too fast",
                defence.rateViolations());
        count("delayed_logins_total", "logins answered later after failures", defence.delayedLogins());
        count(
                "unauthenticated_refused_total",
                "connections refused because too many had not shown who they are",
                defence.unauthenticatedRefused());
        add("resident_memory_bytes", "memory of the process", usage.residentBytes());
        add("cpu_percent", "of one core", usage.cpuPercent());
    }

    private void count(String name, String help, long value) {
        out.add(Metric.counter(PREFIX + name, help, labels, (double) value));
    }

    private void add(String name, String help, long value) {
        add(name, help, (double) value);
    }

    private void add(String name, String help, double value) {
        out.add(new Metric(PREFIX + name, help, labels, value));
    }
}
