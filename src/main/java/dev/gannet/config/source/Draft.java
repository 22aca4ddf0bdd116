package dev.gannet.config.source;

import dev.gannet.base.CleanPath;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.FilesConfig;
import dev.gannet.config.KeepAliveConfig;
import dev.gannet.config.LameDuckConfig;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.LogConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.ProtocolConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.block.JetStreamDraft;
import dev.gannet.config.block.peer.ClusterDraft;
import dev.gannet.config.feature.AuthCalloutConfig;
import dev.gannet.config.feature.FeaturesConfig;
import dev.gannet.config.feature.MqttConfig;
import dev.gannet.config.feature.OcspCacheConfig;
import dev.gannet.config.feature.OcspConfig;
import dev.gannet.config.feature.TrustConfig;
import dev.gannet.config.feature.WebSocketConfig;
import dev.gannet.config.limit.LoginLimitsConfig;
import dev.gannet.config.peer.GatewayConfig;
import dev.gannet.config.peer.LeafNodesConfig;
import dev.gannet.config.peer.WriteTimeout;
import dev.gannet.config.sharing.MappingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings while they are gathered from the file and then from the flags. As in the reference server, zero, the empty
 * text and null mean that a setting has its default; {@link #toConfig} puts the defaults in.
 *
 * <p><b>Owner:</b> the thread that reads the configuration.
 */
public final class Draft {
    private static final String SYSTEM_ACCOUNT = "$SYS";

    public String serverName = "";
    public String host = "";
    public int port;
    public String advertise = "";

    public String monitorHost = ""; // Empty: as for clients.
    public int monitorPort;
    public int monitorHttpsPort;
    public String monitorBasePath = "";
    public boolean noHttp;

    public int maxControlLine;
    public int maxPayload; // Negative: as much as may be pending.
    public long maxPending;
    public int maxConnections;
    public int maxSubscriptions;
    public int maxSubjectTokens;
    public int maxClosedClients;
    public int maxTracedMessage;
    public LoginLimitsConfig logins = LoginLimitsConfig.defaults();

    public Duration pingInterval = Duration.ZERO;
    public int pingMax;
    public Duration writeDeadline = Duration.ZERO;
    public WriteTimeout writeTimeout = WriteTimeout.DEFAULT;
    public Duration lameDuckDuration = Duration.ZERO;
    public Duration lameDuckGracePeriod = Duration.ZERO;

    public boolean noHeaderSupport;
    public boolean noFastProducerStall;
    public boolean proxyProtocol;

    public String token = "";
    public String user = "";
    public String password = "";
    public List<UserConfig> users = List.of();

    public @Nullable PermissionsConfig defaultPermissions;

    public @Nullable TlsConfig tls;

    public boolean allowNonTls;

    public Duration authorizationTimeout = Duration.ZERO;
    public String noAuthUser = "";

    public final List<AccountConfig> accounts = new ArrayList<>();
    public final Set<String> userNames = new HashSet<>(); // Of all accounts: a name is there once.
    public String systemAccount = "";
    public boolean noSystemAccount;

    public final List<String> tags = new ArrayList<>();
    public final Map<String, String> metadata = new LinkedHashMap<>();
    public final Map<String, Boolean> featureFlags = new LinkedHashMap<>();

    public boolean debug;
    public boolean trace;
    public boolean traceVerbose;
    public boolean traceHeaders;
    public boolean logtime = true;
    public boolean logtimeUtc;

    public final ClusterDraft cluster = new ClusterDraft();
    public final JetStreamDraft jetStream = new JetStreamDraft();
    public int profilingPort;
    int profilingBlockRate;
    int connectErrorReports;
    int reconnectErrorReports;
    boolean noSublistCache;
    GatewayConfig gateway = GatewayConfig.off();
    LeafNodesConfig leafNodes = LeafNodesConfig.off();
    WebSocketConfig webSocket = WebSocketConfig.off();
    MqttConfig mqtt = MqttConfig.off();
    TrustConfig trust = TrustConfig.NONE;

    @Nullable
    AuthCalloutConfig authCallout;

    @Nullable
    OcspConfig ocsp;

    @Nullable
    OcspCacheConfig ocspCache;

    boolean proxyRequired;
    Set<String> trustedProxies = Set.of();
    List<MappingConfig> mappings = List.of();
    Map<String, String> defaultJetStreamDomains = Map.of();

    public @Nullable Path logFile;

    public long logSizeLimit;
    public int logFilesMax;
    public boolean syslog;
    public String remoteSyslog = "";

    public @Nullable Path pidFile;

    public @Nullable Path portsFileDir;

    public ServerConfig toConfig() {
        String clientHost = orElse(host, ListenConfig.ANY_HOST);
        return new ServerConfig.Builder()
                .serverName(orNull(serverName))
                .client(new ListenConfig(clientHost, orElse(port, ListenConfig.DEFAULT_PORT), orNull(advertise)))
                .monitor(monitor(clientHost))
                .limits(limits())
                .logins(logins)
                .keepAlive(keepAlive())
                .lameDuck(lameDuck())
                .protocol(new ProtocolConfig(!noHeaderSupport, noFastProducerStall, false, proxyProtocol))
                .authorization(authorization())
                .accounts(accounts)
                .systemAccount(orNull(systemAccount))
                .noSystemAccount(noSystemAccount)
                .log(log())
                .files(new FilesConfig(pidFile, portsFileDir))
                .tls(tls)
                .description(ServerConfig.Description.of(tags, metadata, featureFlags))
                .allowNonTls(allowNonTls)
                .features(features())
                .build();
    }

    private FeaturesConfig features() {
        FeaturesConfig.Reports reports = FeaturesConfig.Reports.DEFAULT;
        String systemName = orElse(systemAccount, noSystemAccount ? "" : SYSTEM_ACCOUNT);
        return new FeaturesConfig(
                cluster.toConfig(systemName),
                gateway,
                leafNodes,
                webSocket,
                mqtt,
                jetStream.toConfig(),
                trust,
                authCallout,
                new FeaturesConfig.Certificates(ocsp, ocspCache),
                trustedProxies,
                mappings,
                defaultJetStreamDomains,
                new FeaturesConfig.Reports(
                        orElse(connectErrorReports, reports.connect()),
                        orElse(reconnectErrorReports, reports.reconnect())),
                new FeaturesConfig.Profiling(profilingPort, profilingBlockRate),
                noSublistCache);
    }

    private MonitorConfig monitor(String clientHost) {
        return new MonitorConfig(
                orElse(monitorHost, clientHost),
                noHttp ? MonitorConfig.OFF : monitorPort,
                noHttp ? MonitorConfig.OFF : monitorHttpsPort,
                CleanPath.folder(monitorBasePath),
                noHttp);
    }

    private LimitsConfig limits() {
        LimitsConfig defaults = LimitsConfig.defaults();
        long pending = maxPending == 0 ? defaults.maxPendingBytes() : maxPending;
        int payload = maxPayload < 0 ? (int) Math.min(Integer.MAX_VALUE, pending) : maxPayload;
        return new LimitsConfig(
                orElse(maxControlLine, defaults.maxControlLineBytes()),
                orElse(payload, defaults.maxPayloadBytes()),
                pending,
                orElse(maxConnections, defaults.maxConnections()),
                Math.max(LimitsConfig.UNLIMITED, maxSubscriptions),
                maxSubjectTokens,
                orElse(maxClosedClients, defaults.maxClosedClients()),
                Math.max(LimitsConfig.UNLIMITED, maxTracedMessage));
    }

    private KeepAliveConfig keepAlive() {
        KeepAliveConfig defaults = KeepAliveConfig.defaults();
        return new KeepAliveConfig(
                orElse(pingInterval, defaults.pingInterval()),
                orElse(pingMax, defaults.pingMax()),
                orElse(writeDeadline, defaults.writeDeadline()),
                writeTimeout);
    }

    private LameDuckConfig lameDuck() {
        LameDuckConfig defaults = LameDuckConfig.defaults();
        return new LameDuckConfig(
                orElse(lameDuckDuration, defaults.duration()), orElse(lameDuckGracePeriod, defaults.gracePeriod()));
    }

    private AuthorizationConfig authorization() {
        return new AuthorizationConfig(
                orNull(token),
                orNull(user),
                orNull(password),
                users,
                defaultPermissions,
                orElse(authorizationTimeout, defaultAuthorizationTimeout()),
                orNull(noAuthUser),
                proxyRequired);
    }

    /** A client says who it is after the handshake: its time is that of a handshake and a second more (CP-11). */
    private Duration defaultAuthorizationTimeout() {
        return tls == null
                ? AuthorizationConfig.defaults().timeout()
                : tls.timeout().plusSeconds(1);
    }

    private LogConfig log() {
        return new LogConfig(
                debug,
                trace,
                traceVerbose,
                traceHeaders,
                logtime,
                logtimeUtc,
                logFile,
                Math.max(0, logSizeLimit),
                Math.max(0, logFilesMax),
                syslog,
                orNull(remoteSyslog));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }

    private static int orElse(int number, int other) {
        return number == 0 ? other : number;
    }

    private static Duration orElse(Duration duration, Duration other) {
        return duration.isZero() ? other : duration;
    }
}
