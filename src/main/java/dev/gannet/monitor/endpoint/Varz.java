package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.monitor.OcspPeerCache;
import dev.gannet.monitor.PerKind;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.ServerFacts;
import dev.gannet.monitor.ServerTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.Traffic;
import dev.gannet.monitor.jetstream.JetStreamSection;
import dev.gannet.monitor.json.GoText;
import dev.gannet.monitor.json.OmitEmpty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /varz}: the server's settings and counters. Its groups' fields one after the other, in the reference's order. */
public record Varz(
        @JsonUnwrapped Server server,
        @JsonUnwrapped Settings settings,
        @JsonUnwrapped Parts parts,
        @JsonUnwrapped Times times,
        @JsonUnwrapped Usage usage,
        @JsonUnwrapped Counters counters,
        @JsonUnwrapped Configuration configuration,

        @JsonProperty("ocsp_peer_cache") @OmitEmpty @Nullable
        OcspPeerCache ocspPeerCache,

        @JsonProperty("slow_consumer_stats") Kinds slowConsumers,
        @JsonProperty("stale_connection_stats") Kinds staleConnections,
        @JsonProperty("disk_io_wait_stats") DiskWaits diskWaits,
        @OmitEmpty Map<String, List<Map<String, String>>> proxies,

        @JsonProperty("tls_cert_not_after") @OmitEmpty @Nullable
        Instant tlsCertNotAfter) {

    record Server(
            @JsonProperty("server_id") String serverId,
            @JsonProperty("server_name") String serverName,
            String version,
            int proto,
            @JsonProperty("git_commit") @OmitEmpty @Nullable String gitCommit,
            String go,
            String host,
            int port,
            @JsonProperty("auth_required") @OmitEmpty boolean authRequired,
            @JsonProperty("tls_required") @OmitEmpty boolean tlsRequired,
            @JsonProperty("tls_verify") @OmitEmpty boolean tlsVerify,
            @JsonProperty("tls_ocsp_peer_verify") @OmitEmpty boolean tlsOcspPeerVerify,
            @JsonProperty("connect_urls") @OmitEmpty List<String> connectUrls) {}

    record Settings(
            @JsonProperty("max_connections") int maxConnections,
            @JsonProperty("max_subscriptions") @OmitEmpty int maxSubscriptions,
            @JsonProperty("ping_interval") long pingIntervalNanos,
            @JsonProperty("ping_max") int pingMax,
            @JsonProperty("http_host") String httpHost,
            @JsonProperty("http_port") int httpPort,
            @JsonProperty("http_base_path") String httpBasePath,
            @JsonProperty("https_port") int httpsPort,
            @JsonProperty("auth_timeout") double authTimeoutSeconds,
            @JsonProperty("max_control_line") int maxControlLine,
            @JsonProperty("max_payload") int maxPayload,
            @JsonProperty("max_pending") long maxPending) {}

    /** The parts that this server does not have are empty. */
    record Parts(
            Map<String, Object> cluster,
            Map<String, Object> gateway,
            Map<String, Object> leaf,
            Map<String, Object> mqtt,
            Map<String, Object> websocket,
            JetStreamSection jetstream) {
        static Parts of(ServerView server) {
            return new Parts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), JetStreamSection.of(server));
        }
    }

    record Times(
            @JsonProperty("tls_timeout") double tlsTimeoutSeconds,
            @JsonProperty("write_deadline") long writeDeadlineNanos,
            @JsonProperty("write_timeout") @OmitEmpty String writeTimeout,
            Instant start,
            Instant now,
            String uptime) {}

    record Usage(
            long mem, int cores, @JsonProperty("gomaxprocs") int maxProcs, double cpu) {}

    record Counters(
            int connections,
            @JsonProperty("total_connections") long totalConnections,
            int routes,
            int remotes,
            @JsonProperty("leafnodes") int leafs,
            @JsonProperty("in_msgs") long inMessages,
            @JsonProperty("in_bytes") long inBytes,
            @JsonProperty("in_client_msgs") long inClientMessages,
            @JsonProperty("in_client_bytes") long inClientBytes,
            @JsonProperty("out_msgs") long outMessages,
            @JsonProperty("out_bytes") long outBytes,
            @JsonProperty("out_client_msgs") long outClientMessages,
            @JsonProperty("out_client_bytes") long outClientBytes,
            @JsonProperty("slow_consumers") long slowConsumers,
            @JsonProperty("stale_connections") long staleConnections,
            @JsonProperty("stalled_clients") long stalledClients,
            long subscriptions) {}

    record Configuration(
            @JsonProperty("http_req_stats") Map<String, Long> requestStats,
            @JsonProperty("config_load_time") Instant loadTime,
            @JsonProperty("config_digest") String digest,
            @OmitEmpty List<String> tags,
            @OmitEmpty Map<String, String> metadata,
            @JsonProperty("feature_flags") @OmitEmpty Map<String, Boolean> featureFlags,

            @JsonProperty("system_account") @OmitEmpty @Nullable
            String systemAccount) {}

    record Kinds(long clients, long routes, long gateways, long leafs) {
        static Kinds of(PerKind counts) {
            return new Kinds(counts.clients(), counts.routes(), counts.gateways(), counts.leafs());
        }
    }

    record DiskWaits(
            long waiters,
            long waits,
            @JsonProperty("wait_time") long waitTimeNanos,
            @JsonProperty("max_wait_time") long maxWaitTimeNanos) {
        static final DiskWaits NONE = new DiskWaits(0, 0, 0, 0);
    }

    public static Varz of(ServerView server, ProcessUsage usage, Map<String, Long> requestStats, Instant now) {
        ServerConfig config = server.config();
        ServerFacts facts = server.facts();
        ServerTotals totals = server.totals();
        int cores = Runtime.getRuntime().availableProcessors();
        return new Varz(
                server(config, facts),
                settings(config, facts),
                Parts.of(server),
                new Times(
                        tlsTimeoutSeconds(config),
                        config.keepAlive().writeDeadline().toNanos(),
                        config.keepAlive().writeTimeout().orEmpty(),
                        facts.start(),
                        now,
                        GoText.uptime(Duration.between(facts.start(), now))),
                new Usage(usage.residentBytes(), cores, cores, usage.cpuPercent()),
                counters(totals, server.sublist(null).subscriptions()),
                new Configuration(
                        requestStats,
                        facts.configLoadTime(),
                        facts.configDigest(),
                        facts.tags(),
                        new TreeMap<>(facts.metadata()),
                        new TreeMap<>(facts.featureFlags()),
                        facts.systemAccount()),
                facts.ocspPeerCache(),
                Kinds.of(totals.slowConsumers()),
                Kinds.of(totals.staleConnections()),
                DiskWaits.NONE,
                proxies(config),
                facts.tlsCertNotAfter());
    }

    private static Map<String, List<Map<String, String>>> proxies(ServerConfig config) {
        Set<String> trusted = config.features().trustedProxies();
        return trusted.isEmpty()
                ? Map.of()
                : Map.of(
                        "trusted",
                        trusted.stream().map(key -> Map.of("key", key)).toList());
    }

    private static double tlsTimeoutSeconds(ServerConfig config) {
        TlsConfig tls = config.tls();
        return (tls == null ? TlsConfig.DEFAULT_TIMEOUT : tls.timeout()).toNanos() / 1e9;
    }

    private static Server server(ServerConfig config, ServerFacts facts) {
        return new Server(
                facts.serverId(),
                facts.serverName(),
                facts.version(),
                facts.proto(),
                facts.gitCommit(),
                facts.runtime(),
                config.client().host(),
                facts.clientPort(),
                facts.authRequired(),
                facts.tlsRequired(),
                facts.tlsVerify(),
                facts.tlsRequired() && asksAuthorities(config),
                facts.connectUrls());
    }

    private static boolean asksAuthorities(ServerConfig config) {
        TlsConfig tls = config.tls();
        return tls != null && tls.ocspPeer() != null;
    }

    private static Settings settings(ServerConfig config, ServerFacts facts) {
        LimitsConfig limits = config.limits();
        String basePath = config.monitor().basePath();
        boolean isEncrypted = config.monitor().isEncrypted();
        return new Settings(
                limits.maxConnections(),
                limits.maxSubscriptions(),
                config.keepAlive().pingInterval().toNanos(),
                config.keepAlive().pingMax(),
                config.monitor().host(),
                isEncrypted ? 0 : facts.monitorPort(),
                basePath.equals("/") ? "" : basePath,
                isEncrypted ? facts.monitorPort() : 0,
                config.authorization().timeout().toNanos() / 1e9,
                limits.maxControlLineBytes(),
                limits.maxPayloadBytes(),
                limits.maxPendingBytes());
    }

    private static Counters counters(ServerTotals totals, long subscriptions) {
        Traffic all = totals.traffic();
        Traffic clients = totals.clientTraffic();
        return new Counters(
                totals.connections(),
                totals.totalConnections(),
                totals.routes(),
                totals.remotes(),
                totals.leafs(),
                all.inMessages(),
                all.inBytes(),
                clients.inMessages(),
                clients.inBytes(),
                all.outMessages(),
                all.outBytes(),
                clients.outMessages(),
                clients.outBytes(),
                totals.slowConsumers().sum(),
                totals.staleConnections().sum(),
                totals.stalls(),
                subscriptions);
    }
}
