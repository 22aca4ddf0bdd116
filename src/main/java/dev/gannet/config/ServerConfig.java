package dev.gannet.config;

import dev.gannet.config.feature.FeaturesConfig;
import dev.gannet.config.limit.LoginLimitsConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one server.
 *
 * @param serverName what the server calls itself; null is its id
 * @param logins what those may ask who have not shown yet who they are
 * @param accounts the accounts beside the global one
 * @param systemAccount the account for server events and requests; null is {@code $SYS}
 * @param noSystemAccount whether there is no system account
 * @param tls how clients' connections are encrypted; null is not at all
 * @param allowNonTls whether clients may do without all the same
 * @param description what the server says of itself
 * @param features what it is to do beside its clients' protocol
 */
public record ServerConfig(
        @Nullable String serverName,
        ListenConfig client,
        MonitorConfig monitor,
        LimitsConfig limits,
        LoginLimitsConfig logins,
        KeepAliveConfig keepAlive,
        LameDuckConfig lameDuck,
        ProtocolConfig protocol,
        AuthorizationConfig authorization,
        List<AccountConfig> accounts,
        @Nullable String systemAccount,
        boolean noSystemAccount,
        LogConfig log,
        FilesConfig files,
        @Nullable TlsConfig tls,
        boolean allowNonTls,
        Description description,
        FeaturesConfig features) {
    /**
     * What a server says of itself where somebody asks.
     *
     * @param tags words to find the server by, in small letters, each once
     * @param metadata whatever its operator wants to be known
     * @param featureFlags what was switched on or off, by name; who asks is told of all flags that there are
     */
    public record Description(List<String> tags, Map<String, String> metadata, Map<String, Boolean> featureFlags) {
        private static final Description NONE = new Description(List.of(), Map.of(), Map.of());

        public Description {
            tags = List.copyOf(tags);
            metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
            featureFlags = Collections.unmodifiableMap(new TreeMap<>(featureFlags));
        }

        public static Description none() {
            return NONE;
        }

        /** Makes tags what they are by definition. */
        public static Description of(
                List<String> tags, Map<String, String> metadata, Map<String, Boolean> featureFlags) {
            Set<String> plain = new LinkedHashSet<>();
            tags.forEach(tag -> plain.add(tag.strip().toLowerCase(Locale.ROOT)));
            return new Description(new ArrayList<>(plain), metadata, featureFlags);
        }
    }

    public ServerConfig {
        accounts = List.copyOf(accounts);
    }

    /** The settings of a server that was told nothing. */
    public static ServerConfig defaults() {
        return new Builder().build();
    }

    /** The settings of a server inside another program: it is reached from this machine only, on a free port. */
    public static ServerConfig embedded() {
        return new Builder()
                .client(new ListenConfig("127.0.0.1", ListenConfig.RANDOM_PORT, null))
                .build();
    }

    /**
     * What keeps a server from starting with these settings, in the reference server's words; empty if nothing does.
     */
    public List<String> problems() {
        return new StartChecks(this).problems();
    }

    /** What keeps its monitoring from starting, in the reference server's words; null if nothing does (CF-98). */
    public @Nullable String monitorProblem() {
        return monitor.problem(tls);
    }

    /** What is wrong with clients without credentials becoming the user {@code name}; nothing if that is empty. */
    public Optional<String> noAuthUserProblem(String name) {
        return new StartChecks(this).noAuthUserProblem(name);
    }

    /** A builder that starts from these settings. */
    public Builder toBuilder() {
        return new Builder()
                .serverName(serverName)
                .client(client)
                .monitor(monitor)
                .limits(limits)
                .logins(logins)
                .keepAlive(keepAlive)
                .lameDuck(lameDuck)
                .protocol(protocol)
                .authorization(authorization)
                .accounts(accounts)
                .systemAccount(systemAccount)
                .noSystemAccount(noSystemAccount)
                .log(log)
                .files(files)
                .tls(tls)
                .allowNonTls(allowNonTls)
                .description(description)
                .features(features);
    }

    /**
     * Gathers settings; what is not set keeps its default.
     *
     * <p><b>Owner:</b> the thread that made it.
     */
    public static final class Builder {
        private @Nullable String serverName;
        private ListenConfig client = ListenConfig.defaults();
        private MonitorConfig monitor = MonitorConfig.defaults();
        private LimitsConfig limits = LimitsConfig.defaults();
        private LoginLimitsConfig logins = LoginLimitsConfig.defaults();
        private KeepAliveConfig keepAlive = KeepAliveConfig.defaults();
        private LameDuckConfig lameDuck = LameDuckConfig.defaults();
        private ProtocolConfig protocol = ProtocolConfig.defaults();
        private AuthorizationConfig authorization = AuthorizationConfig.defaults();
        private List<AccountConfig> accounts = List.of();
        private @Nullable String systemAccount;
        private boolean noSystemAccount;
        private LogConfig log = LogConfig.defaults();
        private FilesConfig files = FilesConfig.defaults();
        private @Nullable TlsConfig tls;
        private boolean allowNonTls;
        private Description description = Description.none();
        private FeaturesConfig features = FeaturesConfig.none();

        public Builder serverName(@Nullable String serverName) {
            this.serverName = serverName;
            return this;
        }

        public Builder client(ListenConfig client) {
            this.client = client;
            return this;
        }

        public Builder monitor(MonitorConfig monitor) {
            this.monitor = monitor;
            return this;
        }

        public Builder limits(LimitsConfig limits) {
            this.limits = limits;
            return this;
        }

        public Builder logins(LoginLimitsConfig logins) {
            this.logins = logins;
            return this;
        }

        public Builder keepAlive(KeepAliveConfig keepAlive) {
            this.keepAlive = keepAlive;
            return this;
        }

        public Builder lameDuck(LameDuckConfig lameDuck) {
            this.lameDuck = lameDuck;
            return this;
        }

        public Builder protocol(ProtocolConfig protocol) {
            this.protocol = protocol;
            return this;
        }

        public Builder authorization(AuthorizationConfig authorization) {
            this.authorization = authorization;
            return this;
        }

        public Builder accounts(List<AccountConfig> accounts) {
            this.accounts = List.copyOf(accounts);
            return this;
        }

        public Builder systemAccount(@Nullable String systemAccount) {
            this.systemAccount = systemAccount;
            return this;
        }

        public Builder noSystemAccount(boolean noSystemAccount) {
            this.noSystemAccount = noSystemAccount;
            return this;
        }

        public Builder log(LogConfig log) {
            this.log = log;
            return this;
        }

        public Builder files(FilesConfig files) {
            this.files = files;
            return this;
        }

        public Builder tls(@Nullable TlsConfig tls) {
            this.tls = tls;
            return this;
        }

        public Builder description(Description description) {
            this.description = description;
            return this;
        }

        public Builder features(FeaturesConfig features) {
            this.features = features;
            return this;
        }

        public Builder allowNonTls(boolean allowNonTls) {
            this.allowNonTls = allowNonTls;
            return this;
        }

        public ServerConfig build() {
            return new ServerConfig(
                    serverName,
                    client,
                    monitor,
                    limits,
                    logins,
                    keepAlive,
                    lameDuck,
                    protocol,
                    authorization,
                    accounts,
                    systemAccount,
                    noSystemAccount,
                    log,
                    files,
                    tls,
                    allowNonTls,
                    description,
                    features);
        }
    }
}
