package dev.gannet.monitor.metric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gannet.monitor.AccountTotals;
import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.json.MonitorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes metrics of the server's figures and of the endpoints' pages, as the exporter does: each number of a page is one,
 * and of the texts those that say what server it is. Any thread.
 */
public final class Metrics {
    private static final String PREFIX = "gnatsd_";
    private static final String SERVER = "server_id";
    private static final String VALUE = "value";

    /** Texts that become the label of a metric whose value is one. */
    private static final Set<String> NAMES = Set.of(SERVER, "server_name", "version", "domain", "leader", "name");

    /** Times that become seconds since 1970. */
    private static final Set<String> TIMES = Set.of("start", "config_load_time");

    private final ServerView server;
    private final MonitorJson json;

    public Metrics(ServerView server, MonitorJson json) {
        this.server = server;
        this.json = json;
    }

    /**
     * Makes the metrics of one moment.
     *
     * @param pages pages of endpoints by their names, such as {@code varz}
     * @param usage what the process uses then
     */
    public List<Metric> of(Map<String, Object> pages, ProcessUsage usage, Instant now) {
        List<Metric> metrics = new ArrayList<>(128);
        Map<String, String> own = Map.of(SERVER, server.facts().serverId());
        pages.forEach((name, page) -> flatten(PREFIX + name, tree(page), own, metrics));
        addConnections(own, metrics);
        addHealth(own, metrics);
        addAccounts(own, metrics);
        new OwnMetrics(metrics, own).add(server, usage, now);
        new StreamMetrics(metrics).add(server);
        metrics.add(metric("leafz_conn_nodes_total", own, server.totals().leafs()));
        return metrics;
    }

    private JsonNode tree(Object page) {
        try {
            return json.read(json.compact(page));
        } catch (IOException e) {
            throw new UncheckedIOException("JSON of ours can be read", e);
        }
    }

    private static void flatten(String prefix, JsonNode object, Map<String, String> own, List<Metric> out) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String field = entry.getKey();
            JsonNode value = entry.getValue();
            String name = (prefix + "_" + field)
                    .replace('/', '_')
                    .replaceAll("_{2,}", "_")
                    .replaceAll("_$", "");
            if (value.isObject()) {
                flatten(name, value, own, out);
            } else if (value.isNumber()) {
                out.add(new Metric(name, field, own, value.doubleValue()));
            } else if (value.isTextual() && TIMES.contains(field)) {
                out.add(new Metric(name, field, own, seconds(Instant.parse(value.textValue()))));
            } else if (value.isTextual() && NAMES.contains(field)) {
                Map<String, String> labels = Map.of(SERVER, own.getOrDefault(SERVER, ""), VALUE, value.textValue());
                out.add(new Metric(name, field, labels, 1));
            }
        }
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    private void addConnections(Map<String, String> own, List<Metric> out) {
        List<ConnectionSnapshot> connections = server.connections(false);
        long pending = 0;
        long subscriptions = 0;
        long inBytes = 0;
        long outBytes = 0;
        long inMessages = 0;
        long outMessages = 0;
        for (ConnectionSnapshot connection : connections) {
            pending += connection.pendingBytes();
            subscriptions += connection.subscriptionCount();
            inBytes += connection.traffic().inBytes();
            outBytes += connection.traffic().outBytes();
            inMessages += connection.traffic().inMessages();
            outMessages += connection.traffic().outMessages();
        }
        out.add(metric("connz_num_connections", own, connections.size()));
        out.add(metric("connz_total", own, connections.size()));
        out.add(metric("connz_offset", own, 0));
        out.add(metric("connz_limit", own, connections.size()));
        out.add(metric("connz_pending_bytes", own, pending));
        out.add(metric("connz_subscriptions", own, subscriptions));
        out.add(metric("connz_in_bytes", own, inBytes));
        out.add(metric("connz_out_bytes", own, outBytes));
        out.add(metric("connz_in_msgs", own, inMessages));
        out.add(metric("connz_out_msgs", own, outMessages));
    }

    private void addHealth(Map<String, String> own, List<Metric> out) {
        boolean healthy = server.notReadyReason() == null;
        out.add(metric("healthz_status", own, healthy ? 0 : 1)); // As the exporter has it: nothing is wrong.
        Map<String, String> labels = Map.of(SERVER, own.getOrDefault(SERVER, ""), VALUE, healthy ? "ok" : "error");
        out.add(metric("healthz_status_value", labels, healthy ? 1 : 0));
    }

    private void addAccounts(Map<String, String> own, List<Metric> out) {
        for (AccountTotals account : server.accountTotals(server.accounts())) {
            Map<String, String> labels = Map.of(
                    SERVER,
                    own.getOrDefault(SERVER, ""),
                    "account",
                    account.name(),
                    "account_id",
                    account.name(),
                    "account_name",
                    account.tag());
            out.add(metric("accstatz_current_connections", labels, account.connections()));
            out.add(metric("accstatz_total_connections", labels, account.connections() + account.leafs()));
            out.add(metric("accstatz_subscriptions", labels, account.subscriptions()));
            out.add(metric("accstatz_leaf_nodes", labels, account.leafs()));
            out.add(metric("accstatz_sent_messages", labels, account.traffic().outMessages()));
            out.add(metric("accstatz_sent_bytes", labels, account.traffic().outBytes()));
            out.add(metric(
                    "accstatz_received_messages", labels, account.traffic().inMessages()));
            out.add(metric("accstatz_received_bytes", labels, account.traffic().inBytes()));
            out.add(metric("accstatz_slow_consumers", labels, account.slowConsumers()));
        }
    }

    private static Metric metric(String name, Map<String, String> labels, long value) {
        return new Metric(PREFIX + name, name.substring(name.indexOf('_') + 1), labels, (double) value);
    }
}
