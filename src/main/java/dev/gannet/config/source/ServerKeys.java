package dev.gannet.config.source;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.block.limit.LoginLimitsReader;
import dev.gannet.config.block.peer.WriteDraft;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.HostPort;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.time.Duration;
import java.util.Map;

/** The keys at the top of {@code nats.conf}. */
final class ServerKeys {
    private static final Duration LAME_DUCK_MIN = Duration.ofSeconds(30);

    private ServerKeys() {}

    static KeyTable<Draft> table(
            AuthorizationReader authorization, AccountsReader accounts, TlsReader tls, FeatureKeys features) {
        KeyTable<Draft> table = new KeyTable<>(UnknownKey::field);
        addNetwork(table);
        addLimits(table);
        addTimes(table);
        addLogging(table);
        addUsers(table, authorization, accounts);
        addTls(table, tls);
        addDescription(table);
        features.addTo(table);
        new TrustKeys(tls).addTo(table);
        return table;
    }

    private static void addNetwork(KeyTable<Draft> table) {
        table.key((setting, draft, problems) -> listen(setting, draft), "listen");
        table.key((setting, draft, problems) -> draft.host = setting.string(), "host", "net");
        table.key((setting, draft, problems) -> draft.port = setting.port(), "port");
        table.key((setting, draft, problems) -> draft.advertise = setting.string(), "client_advertise");
        table.key((setting, draft, problems) -> serverName(setting, draft), "server_name");
        table.key((setting, draft, problems) -> http(setting, draft), "http");
        table.key((setting, draft, problems) -> draft.monitorPort = setting.port(), "http_port", "monitor_port");
        table.key((setting, draft, problems) -> https(setting, draft), "https");
        table.key((setting, draft, problems) -> draft.monitorHttpsPort = setting.port(), "https_port");
        table.key((setting, draft, problems) -> draft.monitorBasePath = setting.string(), "http_base_path");
        table.key((setting, draft, problems) -> draft.noHeaderSupport = setting.bool(), "no_header_support");
        table.key((setting, draft, problems) -> draft.noFastProducerStall = setting.bool(), "no_fast_producer_stall");
        table.key((setting, draft, problems) -> draft.proxyProtocol = setting.bool(), "proxy_protocol");
        table.key((setting, draft, problems) -> draft.pidFile = setting.path(), "pidfile", "pid_file");
        table.key((setting, draft, problems) -> draft.portsFileDir = setting.path(), "ports_file_dir");
    }

    private static void addLimits(KeyTable<Draft> table) {
        table.key((setting, draft, problems) -> draft.maxControlLine = setting.integer(0), "max_control_line");
        table.key((setting, draft, problems) -> draft.maxPayload = setting.integer(-1), "max_payload");
        table.key((setting, draft, problems) -> draft.maxPending = setting.size(), "max_pending");
        table.key((setting, draft, problems) -> maxConnections(setting, draft), "max_connections", "max_conn");
        table.key(
                (setting, draft, problems) -> draft.maxSubscriptions = setting.clampedInteger(),
                "max_subscriptions",
                "max_subs");
        table.key(
                (setting, draft, problems) -> maxSubjectTokens(setting, draft),
                "max_sub_tokens",
                "max_subscription_tokens");
        table.key(
                (setting, draft, problems) -> draft.maxTracedMessage = setting.clampedInteger(), "max_traced_msg_len");
        table.key((setting, draft, problems) -> draft.maxClosedClients = setting.integer(0), "max_closed_clients");
        LoginLimitsReader logins = new LoginLimitsReader();
        table.key((setting, draft, problems) -> draft.logins = logins.read(setting, problems), "login_limits");
    }

    private static void addTimes(KeyTable<Draft> table) {
        table.key(
                (setting, draft, problems) -> draft.pingInterval = setting.durationOrSeconds(problems),
                "ping_interval");
        table.key((setting, draft, problems) -> draft.pingMax = setting.integer(0), "ping_max");
        table.key(
                (setting, draft, problems) -> draft.writeDeadline = setting.durationOrSeconds(problems),
                "write_deadline");
        table.key((setting, draft, problems) -> draft.writeTimeout = WriteDraft.timeout(setting), "write_timeout");
        table.key((setting, draft, problems) -> lameDuckDuration(setting, draft), "lame_duck_duration");
        table.key((setting, draft, problems) -> lameDuckGracePeriod(setting, draft), "lame_duck_grace_period");
    }

    private static void addLogging(KeyTable<Draft> table) {
        table.key((setting, draft, problems) -> draft.debug = setting.bool(), "debug");
        table.key((setting, draft, problems) -> draft.trace = setting.bool(), "trace");
        table.key(
                (setting, draft, problems) -> {
                    draft.traceVerbose = setting.bool();
                    draft.trace = setting.bool();
                },
                "trace_verbose");
        table.key(
                (setting, draft, problems) -> {
                    draft.traceHeaders = setting.bool();
                    draft.trace = setting.bool();
                },
                "trace_headers");
        table.key((setting, draft, problems) -> draft.logtime = setting.bool(), "logtime");
        table.key((setting, draft, problems) -> draft.logtimeUtc = setting.bool(), "logtime_utc");
        table.key((setting, draft, problems) -> draft.logFile = setting.path(), "logfile", "log_file");
        table.key(
                (setting, draft, problems) -> draft.logSizeLimit = setting.integer(),
                "logfile_size_limit",
                "log_size_limit");
        table.key(
                (setting, draft, problems) -> draft.logFilesMax = setting.clampedInteger(),
                "logfile_max_num",
                "log_max_num");
        table.key((setting, draft, problems) -> draft.syslog = setting.bool(), "syslog");
        table.key((setting, draft, problems) -> draft.remoteSyslog = setting.string(), "remote_syslog");
    }

    private static void addUsers(KeyTable<Draft> table, AuthorizationReader authorization, AccountsReader accounts) {
        table.key(authorization::read, "authorization");
        table.key(accounts::read, "accounts");
        table.key((setting, draft, problems) -> draft.noAuthUser = setting.string(), "no_auth_user");
        table.key((setting, draft, problems) -> systemAccount(setting, draft), "system_account", "system");
        table.key(
                (setting, draft, problems) -> draft.noSystemAccount = setting.bool(),
                "no_system_account",
                "no_system",
                "no_sys_acc");
    }

    private static void addTls(KeyTable<Draft> table, TlsReader tls) {
        table.key((setting, draft, problems) -> draft.tls = tls.read(setting, TlsReader.Side.CLIENTS, problems), "tls");
        table.key((setting, draft, problems) -> draft.allowNonTls = setting.bool(), "allow_non_tls");
    }

    private static void addDescription(KeyTable<Draft> table) {
        table.key((setting, draft, problems) -> tags(setting, draft), "server_tags");
        table.key((setting, draft, problems) -> metadata(setting, draft), "server_metadata");
        table.key((setting, draft, problems) -> featureFlags(setting, draft), "feature_flags");
    }

    private static void tags(Setting setting, Draft draft) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue text) {
            draft.tags.add(text.string());
            return;
        }
        for (ConfNode node : setting.array("error parsing tags: unsupported type ")) {
            if (!(node.value() instanceof ConfValue.StringValue text)) {
                throw setting.fault("error parsing tags: unsupported type *conf.token where string is expected");
            }
            draft.tags.add(text.string());
        }
    }

    private static void metadata(Setting setting, Draft draft) throws SettingException {
        ConfValue.MapValue block = setting.map("error parsing metadata: unsupported type ");
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            draft.metadata.put(entry.getKey(), new Setting(entry.getKey(), entry.getValue()).string());
        }
    }

    private static void featureFlags(Setting setting, Draft draft) throws SettingException {
        ConfValue.MapValue block = setting.map("error parsing feature flags: unsupported type ");
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            ConfNode node = entry.getValue();
            if (!(node.value() instanceof ConfValue.BooleanValue flag)) {
                throw new Setting(entry.getKey(), node)
                        .fault("error parsing feature flag " + Quoted.of(entry.getKey()) + ": expected bool, got "
                                + node.value().typeName());
            }
            draft.featureFlags.put(entry.getKey(), flag.bool());
        }
    }

    private static void listen(Setting setting, Draft draft) throws SettingException {
        HostPort address = HostPort.of(setting);
        draft.host = address.host();
        draft.port = address.port();
    }

    private static void http(Setting setting, Draft draft) throws SettingException {
        HostPort address = HostPort.of(setting);
        draft.monitorHost = address.host();
        draft.monitorPort = address.port();
    }

    private static void https(Setting setting, Draft draft) throws SettingException {
        HostPort address = HostPort.of(setting);
        draft.monitorHost = address.host();
        draft.monitorHttpsPort = address.port();
    }

    private static void serverName(Setting setting, Draft draft) throws SettingException {
        String name = setting.string();
        if (name.contains(" ")) {
            throw setting.fault("server name cannot contain spaces");
        }
        draft.serverName = name;
    }

    /** Zero is no default here: it is nobody. */
    private static void maxConnections(Setting setting, Draft draft) throws SettingException {
        int connections = setting.clampedInteger();
        draft.maxConnections = connections == 0 ? -1 : connections;
    }

    private static void maxSubjectTokens(Setting setting, Draft draft) throws SettingException {
        long tokens = setting.integer();
        if (tokens > LimitsConfig.SUBJECT_TOKENS_MAX) {
            throw setting.fault(setting.key() + " value is too big");
        }
        if (tokens <= 0) {
            throw setting.fault(setting.key() + " value can not be negative");
        }
        draft.maxSubjectTokens = (int) tokens;
    }

    private static void lameDuckDuration(Setting setting, Draft draft) throws SettingException {
        Duration duration = setting.duration();
        if (duration.compareTo(LAME_DUCK_MIN) < 0) {
            throw setting.fault(
                    "invalid lame_duck_duration of " + Durations.format(duration) + ", minimum is 30 seconds");
        }
        draft.lameDuckDuration = duration;
    }

    private static void lameDuckGracePeriod(Setting setting, Draft draft) throws SettingException {
        Duration period = setting.duration();
        if (period.isNegative()) {
            throw setting.fault("invalid lame_duck_grace_period, needs to be positive");
        }
        draft.lameDuckGracePeriod = period;
    }

    private static void systemAccount(Setting setting, Draft draft) throws SettingException {
        if (!(setting.value() instanceof ConfValue.StringValue)) {
            throw setting.fault("system account name must be a string");
        }
        draft.systemAccount = setting.string();
    }
}
