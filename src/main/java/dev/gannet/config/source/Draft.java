package dev.gannet.config.source;

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
import dev.gannet.config.UserConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings while they are gathered from the file and then from the flags. As in the reference server, zero, the empty
 * text and null mean that a setting has its default; {@link #toConfig} puts the defaults in.
 *
 * <p><b>Owner:</b> the thread that reads the configuration.
 */
final class Draft {
    String serverName = "";
    String host = "";
    int port;
    String advertise = "";

    String monitorHost = ""; // Empty: as for clients.
    int monitorPort;
    String monitorBasePath = "";
    boolean noHttp;

    int maxControlLine;
    int maxPayload; // Negative: as much as may be pending.
    long maxPending;
    int maxConnections;
    int maxSubscriptions;
    int maxSubjectTokens;
    int maxClosedClients;
    int maxTracedMessage;

    Duration pingInterval = Duration.ZERO;
    int pingMax;
    Duration writeDeadline = Duration.ZERO;
    Duration lameDuckDuration = Duration.ZERO;
    Duration lameDuckGracePeriod = Duration.ZERO;

    boolean noHeaderSupport;
    boolean noFastProducerStall;
    boolean proxyProtocol;

    String token = "";
    String user = "";
    String password = "";
    List<UserConfig> users = List.of();

    @Nullable
    PermissionsConfig defaultPermissions;

    Duration authorizationTimeout = Duration.ZERO;
    String noAuthUser = "";

    final List<AccountConfig> accounts = new ArrayList<>();
    final Set<String> userNames = new HashSet<>(); // Of all accounts: a name is there once.
    String systemAccount = "";
    boolean noSystemAccount;

    boolean debug;
    boolean trace;
    boolean traceVerbose;
    boolean traceHeaders;
    boolean logtime = true;
    boolean logtimeUtc;

    @Nullable
    Path logFile;

    long logSizeLimit;
    int logFilesMax;

    @Nullable
    Path pidFile;

    @Nullable
    Path portsFileDir;

    ServerConfig toConfig() {
        String clientHost = orElse(host, ListenConfig.ANY_HOST);
        return new ServerConfig.Builder()
                .serverName(orNull(serverName))
                .client(new ListenConfig(clientHost, orElse(port, ListenConfig.DEFAULT_PORT), orNull(advertise)))
                .monitor(monitor(clientHost))
                .limits(limits())
                .keepAlive(keepAlive())
                .lameDuck(lameDuck())
                .protocol(new ProtocolConfig(!noHeaderSupport, noFastProducerStall, false, proxyProtocol))
                .authorization(authorization())
                .accounts(accounts)
                .systemAccount(orNull(systemAccount))
                .noSystemAccount(noSystemAccount)
                .log(log())
                .files(new FilesConfig(pidFile, portsFileDir))
                .build();
    }

    private MonitorConfig monitor(String clientHost) {
        int port = noHttp ? MonitorConfig.OFF : monitorPort;
        return new MonitorConfig(orElse(monitorHost, clientHost), port, BasePath.of(monitorBasePath), noHttp);
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
                orElse(writeDeadline, defaults.writeDeadline()));
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
                orElse(authorizationTimeout, AuthorizationConfig.defaults().timeout()),
                orNull(noAuthUser));
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
                Math.max(0, logFilesMax));
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
