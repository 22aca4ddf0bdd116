package dev.gannet.config.flag;

import dev.gannet.config.flag.Flag.Effect;
import dev.gannet.config.flag.Flag.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All flags of the command line, in the order of the help text. Those that {@link CommandLineReader} looks at before
 * there are settings have names here.
 */
final class Flags {
    /** Flags under one heading of the help text. */
    record Group(String title, List<Flag> flags) {}

    private static final Effect READ_BEFORE = (value, draft) -> {};

    /** Of several flags together; see {@link TlsFlags}. */
    private static final Effect READ_LATER = (value, draft) -> {};

    final Flag config = flag(Kind.STRING, "file", "read the settings of this file", READ_BEFORE, "c", "config");
    final Flag test = flag(Kind.SWITCH, "", "read the file, say whether it is good, and exit", READ_BEFORE, "t");
    final Flag signal = flag(
            Kind.STRING,
            "command[=pid]",
            "tell a running server to ldm, stop, quit, term, reopen or reload",
            READ_BEFORE,
            "sl",
            "signal");
    final Flag help = flag(Kind.SWITCH, "", "show this", READ_BEFORE, "h", "help");
    final Flag version = flag(Kind.SWITCH, "", "show the version", READ_BEFORE, "v", "version");
    final Flag helpTls = flag(Kind.SWITCH, "", "show how TLS is set up", READ_BEFORE, "help_tls");
    final Flag tls = flag(Kind.SWITCH, "", "encrypt client connections", READ_LATER, "tls");
    final Flag tlsCert = flag(Kind.STRING, "file", "the server's certificate", READ_LATER, "tlscert");
    final Flag tlsKey = flag(Kind.STRING, "file", "the certificate's private key", READ_LATER, "tlskey");
    final Flag tlsVerify = flag(Kind.SWITCH, "", "encrypt, and ask clients for certificates", READ_LATER, "tlsverify");
    final Flag tlsCaCert = flag(Kind.STRING, "file", "who signs the clients' certificates", READ_LATER, "tlscacert");
    final Flag http = flag(
            Kind.INTEGER,
            "port",
            "answer monitoring requests over http",
            (value, draft) -> draft.monitorPort = value.port(),
            "m",
            "http_port");

    final Flag https = flag(
            Kind.INTEGER,
            "port",
            "answer monitoring requests over https",
            (value, draft) -> draft.monitorHttpsPort = value.port(),
            "ms",
            "https_port");

    /** Not a flag of nats-server's, which answers nothing unless it is told to. */
    final Flag noHttp = flag(
            Kind.SWITCH,
            "",
            "answer no requests over http at all, not even on loopback",
            (value, draft) -> draft.noHttp = value.isOn(),
            "no_http");

    final Flag routes =
            unbuilt(Kind.STRING, "urls", "servers of the cluster to connect to", ClusterFlags::routes, "routes");
    final Flag cluster = unbuilt(
            Kind.STRING,
            "url",
            "where other servers of the cluster connect",
            ClusterFlags::listen,
            "cluster",
            "cluster_listen");

    /** A switch for several settings at once; these come after the switches for single ones. */
    final Flag debugAndTrace = flag(
            Kind.SWITCH,
            "",
            "-D and -V",
            (value, draft) -> {
                draft.debug = value.isOn();
                draft.trace = value.isOn();
            },
            "DV");

    final Flag debugAndVerboseTrace = flag(
            Kind.SWITCH,
            "",
            "-D and -VV",
            (value, draft) -> {
                draft.debug = value.isOn();
                draft.trace = value.isOn();
                draft.traceVerbose = value.isOn();
            },
            "DVV");

    final Flag verboseTrace = flag(
            Kind.SWITCH,
            "",
            "trace the system account's too",
            (value, draft) -> {
                draft.trace = value.isOn();
                draft.traceVerbose = value.isOn();
            },
            "VV");

    private final List<Group> groups = List.of(
            new Group("Server", server()),
            new Group("Logging", logging()),
            new Group("JetStream", jetStream()),
            new Group("Authorization", authorization()),
            new Group("TLS", List.of(tls, tlsCert, tlsKey, tlsVerify, tlsCaCert)),
            new Group("Cluster", cluster()),
            new Group(
                    "Profiling",
                    List.of(flag(
                            Kind.INTEGER,
                            "port",
                            "answer requests for profiles (-1 is any free port)",
                            (value, draft) -> draft.profilingPort = value.port(),
                            "profile"))),
            new Group("Common", List.of(help, version, helpTls)));

    List<Group> groups() {
        return groups;
    }

    /** All of them, those for several settings at once at the end: the order in which they take effect. */
    List<Flag> all() {
        List<Flag> flags = new ArrayList<>();
        groups.forEach(group -> flags.addAll(group.flags()));
        List<Flag> combined = List.of(debugAndTrace, debugAndVerboseTrace, verboseTrace);
        flags.removeAll(combined);
        flags.addAll(combined);
        return flags;
    }

    boolean isAnyTls(Set<Flag> given) {
        return given.stream().anyMatch(Set.of(tls, tlsCert, tlsKey, tlsVerify, tlsCaCert)::contains);
    }

    private List<Flag> server() {
        return List.of(
                flag(
                        Kind.STRING,
                        "host",
                        "bind to this address (0.0.0.0)",
                        (value, draft) -> draft.host = value.text(),
                        "a",
                        "addr",
                        "net"),
                flag(
                        Kind.INTEGER,
                        "port",
                        "listen for clients (4222; -1 is any free port)",
                        (value, draft) -> draft.port = value.port(),
                        "p",
                        "port"),
                flag(
                        Kind.STRING,
                        "name",
                        "the server's name (its id)",
                        (value, draft) -> draft.serverName = value.text(),
                        "n",
                        "name",
                        "server_name"),
                flag(
                        Kind.STRING,
                        "file",
                        "write the process id there",
                        (value, draft) -> draft.pidFile = value.path(),
                        "P",
                        "pid"),
                http,
                noHttp,
                https,
                config,
                test,
                signal,
                flag(
                        Kind.STRING,
                        "host[:port]",
                        "the address that clients are told",
                        (value, draft) -> draft.advertise = value.text(),
                        "client_advertise"),
                flag(
                        Kind.STRING,
                        "directory",
                        "write a file with the bound ports there",
                        (value, draft) -> draft.portsFileDir = value.path(),
                        "ports_file_dir"));
    }

    private List<Flag> logging() {
        return List.of(
                flag(
                        Kind.STRING,
                        "file",
                        "log there, not to standard error",
                        (value, draft) -> draft.logFile = value.path(),
                        "l",
                        "log"),
                flag(
                        Kind.INTEGER,
                        "bytes",
                        "begin a new log file at this size",
                        (value, draft) -> draft.logSizeLimit = value.integer(),
                        "log_size_limit"),
                flag(
                        Kind.SWITCH,
                        "",
                        "log with the time (on)",
                        (value, draft) -> draft.logtime = value.isOn(),
                        "T",
                        "logtime"),
                flag(
                        Kind.SWITCH,
                        "",
                        "log with the time in UTC (off)",
                        (value, draft) -> draft.logtimeUtc = value.isOn(),
                        "logtime_utc"),
                flag(
                        Kind.SWITCH,
                        "",
                        "log to the system's log",
                        (value, draft) -> draft.syslog = value.isOn(),
                        "s",
                        "syslog"),
                flag(
                        Kind.STRING,
                        "url",
                        "log to a syslog server",
                        (value, draft) -> draft.remoteSyslog = value.text(),
                        "r",
                        "remote_syslog"),
                flag(Kind.SWITCH, "", "log for debugging", (value, draft) -> draft.debug = value.isOn(), "D", "debug"),
                flag(
                        Kind.SWITCH,
                        "",
                        "log every protocol operation",
                        (value, draft) -> draft.trace = value.isOn(),
                        "V",
                        "trace"),
                debugAndTrace,
                verboseTrace,
                debugAndVerboseTrace,
                flag(
                        Kind.INTEGER,
                        "bytes",
                        "how much of a payload a trace shows (all)",
                        (value, draft) -> draft.maxTracedMessage = value.clampedInteger(),
                        "max_traced_msg_len"));
    }

    private static List<Flag> jetStream() {
        return List.of(
                flag(
                        Kind.SWITCH,
                        "",
                        "keep messages in streams",
                        (value, draft) -> draft.jetStream.isOn = value.isOn(),
                        "js",
                        "jetstream"),
                flag(
                        Kind.STRING,
                        "directory",
                        "where streams are stored",
                        (value, draft) -> draft.jetStream.storeDirectory = value.text(),
                        "sd",
                        "store_dir"));
    }

    private static List<Flag> authorization() {
        return List.of(
                flag(
                        Kind.STRING,
                        "name",
                        "clients need this user",
                        (value, draft) -> draft.user = value.text(),
                        "user"),
                flag(
                        Kind.STRING,
                        "password",
                        "and this password",
                        (value, draft) -> draft.password = value.text(),
                        "pass"),
                flag(
                        Kind.STRING,
                        "token",
                        "clients need this token",
                        (value, draft) -> draft.token = value.text(),
                        "auth"));
    }

    private List<Flag> cluster() {
        return List.of(
                routes,
                cluster,
                unbuilt(Kind.STRING, "name", "the cluster's name", ClusterFlags::name, "cluster_name"),
                unbuilt(
                        Kind.STRING,
                        "host[:port]",
                        "the address that other servers are told",
                        (value, draft) -> draft.cluster.listen.advertise = value.text(),
                        "cluster_advertise"),
                unbuilt(
                        Kind.SWITCH,
                        "",
                        "do not tell clients of the other servers",
                        (value, draft) -> draft.cluster.noAdvertise = value.isOn(),
                        "no_advertise"),
                unbuilt(
                        Kind.INTEGER,
                        "count",
                        "how often to try to connect to a server that was not configured",
                        (value, draft) -> draft.cluster.connectRetries = value.clampedInteger(),
                        "connect_retries"));
    }

    private static Flag flag(Kind kind, String argument, String help, Effect effect, String... names) {
        return new Flag(List.of(names), kind, argument, help, effect, true);
    }

    /** A flag of a capability that is not built: what it says is kept. */
    private static Flag unbuilt(Kind kind, String argument, String help, Effect effect, String... names) {
        return new Flag(List.of(names), kind, argument, help, effect, false);
    }
}
