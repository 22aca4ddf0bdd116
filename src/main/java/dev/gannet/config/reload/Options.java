package dev.gannet.config.reload;

import static dev.gannet.config.reload.Option.always;
import static dev.gannet.config.reload.Option.fixed;
import static dev.gannet.config.reload.Option.live;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.UserConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, in the order in which the reference server looks for changes: the first that cannot change is the one
 * that its log names.
 */
final class Options {
    private static final String SYSTEM_ACCOUNT = "$SYS";

    private Options() {}

    /** {@code before} are the settings in force: each remote of a leaf node is looked at alone. */
    static List<Option> all(ServerConfig before) {
        return Stream.of(
                        server(),
                        log(),
                        connections(),
                        users(),
                        pings(),
                        monitor(),
                        messages(),
                        FeatureOptions.peers(),
                        LeafNodeOptions.block(),
                        LeafNodeOptions.remotes(before),
                        JetStreamOptions.all(),
                        FeatureOptions.clients(),
                        files(),
                        TlsOptions.all(),
                        times(),
                        FeatureOptions.reports(),
                        FeatureOptions.proxies(before),
                        description(),
                        FeatureOptions.certificates())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Option> server() {
        return List.of(
                fixed("ServerName", c -> c.serverName()),
                fixed("Host", c -> c.client().host()),
                fixed("Port", c -> c.client().port()),
                live(
                        "ClientAdvertise",
                        "Reload: client_advertise = %s",
                        c -> c.client().advertise()));
    }

    private static List<Option> log() {
        return List.of(
                live("Trace", Effect.LOG, "Reloaded: trace = %s", c -> c.log().trace()),
                live("Debug", Effect.LOG, "Reloaded: debug = %s", c -> c.log().debug()),
                live(
                        "TraceVerbose",
                        Effect.LOG,
                        "Reloaded: trace_verbose = %s",
                        c -> c.log().traceVerbose()),
                live(
                        "TraceHeaders",
                        Effect.LOG,
                        "Reloaded: trace_headers = %s",
                        c -> c.log().traceHeaders()),
                FeatureOptions.sublistCache(),
                fixed("NoHeaderSupport", c -> !c.protocol().headers()),
                live(
                        "Logtime",
                        Effect.LOG,
                        "Reloaded: logtime = %s",
                        c -> c.log().logtime()),
                live(
                        "LogtimeUTC",
                        Effect.LOG,
                        "Reloaded: logtime_utc = %s",
                        c -> c.log().logtimeUtc()));
    }

    private static List<Option> connections() {
        return List.of(
                live(
                        "MaxConn",
                        Effect.MAX_CONNECTIONS,
                        "Reloaded: max_connections = %s",
                        c -> c.limits().maxConnections()),
                fixed("MaxSubs", c -> c.limits().maxSubscriptions()),
                fixed("MaxSubTokens", c -> c.limits().maxSubjectTokens()),
                live("LoginLimits", "Reloaded: login_limits", c -> c.logins()));
    }

    private static List<Option> users() {
        return List.of(
                live("Nkeys", "Reloaded: authorization nkey users", Options::nkeys),
                always("Users", "Reloaded: authorization users"),
                always("Accounts", "Reloaded: accounts"),
                fixed("NoAuthUser", c -> c.authorization().noAuthUser()).when((before, now) -> !isGone(before, now)),
                fixed("SystemAccount", c -> c.systemAccount())
                        .when((before, now) -> !usual(before.systemAccount()).equals(usual(now.systemAccount()))),
                fixed("NoSystemAccount", c -> c.noSystemAccount()),
                live(
                        "Username",
                        "Reloaded: authorization username",
                        c -> c.authorization().user()),
                live(
                        "Password",
                        "Reloaded: authorization password",
                        c -> c.authorization().password()),
                fixed("ProxyProtocol", c -> c.protocol().proxyProtocol()),
                live(
                        "Authorization",
                        "Reloaded: authorization token",
                        c -> c.authorization().token()));
    }

    private static List<Option> pings() {
        return List.of(
                live(
                        "PingInterval",
                        "Reloaded: ping_interval = %s",
                        c -> c.keepAlive().pingInterval()),
                live(
                        "MaxPingsOut",
                        "Reloaded: ping_max = %s",
                        c -> c.keepAlive().pingMax()));
    }

    private static List<Option> monitor() {
        return List.of(
                fixed("HTTPHost", c -> c.monitor().isOn() ? c.monitor().host() : ""),
                fixed("HTTPPort", c -> c.monitor().port()),
                fixed("HTTPBasePath", Options::basePath),
                fixed("HTTPSPort", c -> c.monitor().httpsPort()),
                live(
                        "AuthTimeout",
                        "Reloaded: authorization timeout = %s",
                        c -> seconds(c.authorization().timeout())));
    }

    private static List<Option> messages() {
        return List.of(
                live(
                        "MaxControlLine",
                        "Reloaded: max_control_line = %s",
                        c -> c.limits().maxControlLineBytes()),
                live("MaxPayload", "Reloaded: max_payload = %s", c -> c.limits().maxPayloadBytes()),
                fixed("MaxPending", c -> c.limits().maxPendingBytes()),
                live(
                        "NoFastProducerStall",
                        "Reloaded: fast producers will %sbe stalled",
                        c -> c.protocol().noFastProducerStall() ? "not " : ""));
    }

    private static List<Option> files() {
        return List.of(
                live(
                                "PidFile",
                                Effect.PID_FILE,
                                "Reloaded: pid_file = %s",
                                c -> c.files().pidFile())
                        .when((before, now) -> now.files().pidFile() != null),
                live(
                        "PortsFileDir",
                        Effect.PORTS_FILE,
                        "Reloaded: ports_file_dir = %s",
                        c -> c.files().portsFileDir()),
                live(
                        "LogFile",
                        Effect.LOG,
                        "Reloaded: log_file = %s",
                        c -> c.log().file()),
                fixed("LogSizeLimit", c -> c.log().sizeLimitBytes()),
                fixed("LogMaxFiles", c -> c.log().maxFiles()),
                live("Syslog", Effect.LOG, "Reloaded: syslog = %s", c -> c.log().syslog()),
                live(
                        "RemoteSyslog",
                        Effect.LOG,
                        "Reloaded: remote_syslog = %s",
                        c -> c.log().remoteSyslog()));
    }

    private static List<Option> times() {
        return List.of(
                live(
                        "WriteDeadline",
                        "Reloaded: write_deadline = %s",
                        c -> c.keepAlive().writeDeadline()),
                fixed("WriteTimeout", c -> c.keepAlive().writeTimeout().orEmpty()),
                fixed("MaxClosedClients", c -> c.limits().maxClosedClients()),
                fixed("LameDuckDuration", c -> c.lameDuck().duration()),
                fixed("LameDuckGracePeriod", c -> c.lameDuck().gracePeriod()),
                live(
                        "MaxTracedMsgLen",
                        "Reloaded: max_traced_msg_len = %s",
                        c -> c.limits().maxTracedMessageBytes()));
    }

    private static List<Option> description() {
        return List.of(
                live("Tags", "Reloaded: tags", c -> c.description().tags()),
                live("Metadata", "Reloaded: metadata", c -> c.description().metadata()),
                fixed("FeatureFlags", c -> c.description().featureFlags()));
    }

    /** The user that clients without credentials become may go away together with the user of that name only. */
    private static boolean isGone(ServerConfig before, ServerConfig now) {
        return now.authorization().noAuthUser() == null
                && allUsers(now)
                        .noneMatch(user ->
                                user.name().equals(before.authorization().noAuthUser()));
    }

    /** Nothing, where nothing stands before the paths of the pages. */
    private static Object basePath(ServerConfig config) {
        String path = config.monitor().basePath();
        return path.equals("/") ? "" : path;
    }

    private static Object nkeys(ServerConfig config) {
        return allUsers(config).filter(UserConfig::hasNkey).collect(Collectors.toSet());
    }

    private static Stream<UserConfig> allUsers(ServerConfig config) {
        return Stream.concat(
                config.authorization().users().stream(),
                config.accounts().stream().flatMap(account -> account.users().stream()));
    }

    /** The system account has its usual name whether it is said or not. */
    private static String usual(@Nullable String account) {
        return account == null ? SYSTEM_ACCOUNT : account;
    }

    /** Seconds as the reference has them: a number that may have a fraction. */
    static String seconds(Duration timeout) {
        return BigDecimal.valueOf(timeout.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
}
