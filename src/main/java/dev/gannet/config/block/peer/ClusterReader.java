package dev.gannet.config.block.peer;

import dev.gannet.config.Durations;
import dev.gannet.config.PermissionSubjects;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.SubjectRules;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.block.ListenDraft;
import dev.gannet.config.block.Login;
import dev.gannet.config.block.LoginReader;
import dev.gannet.config.block.PermissionsReader;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.CompressionConfig;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the block {@code cluster} (CF-127..140). */
public final class ClusterReader {
    private final LoginReader logins;
    private final PermissionsReader permissions;
    private final CompressionReader compression =
            new CompressionReader(ClusterConfig.DEFAULT_COMPRESSION, CompressionConfig.FAST);
    private final KeyTable<ClusterDraft> keys = new KeyTable<>(UnknownKey::field);

    public ClusterReader(LoginReader logins, PermissionsReader permissions, TlsReader tls) {
        this.logins = logins;
        this.permissions = permissions;
        keys.key((setting, draft, problems) -> draft.name = name(setting), "name");
        ListenDraft.addTo(keys, draft -> draft.listen);
        keys.key(this::readLogin, "authorization")
                .key((setting, draft, problems) -> draft.routes = UrlReader.urls(setting, "route", problems), "routes")
                .key((setting, draft, problems) -> draft.tls = mutual(tls, setting, problems), "tls")
                .string((draft, advertise) -> draft.listen.advertise = advertise, "cluster_advertise", "advertise")
                .bool((draft, noAdvertise) -> draft.noAdvertise = noAdvertise, "no_advertise")
                .integer((draft, retries) -> draft.connectRetries = retries, "connect_retries")
                .bool((draft, backoff) -> draft.connectBackoff = backoff, "connect_backoff")
                .key(this::readPermissions, "permissions")
                .integer((draft, size) -> draft.poolSize = size, "pool_size")
                .strings((draft, accounts) -> draft.pinnedAccounts = accounts, "accounts", "accounts")
                .key(
                        (setting, draft, problems) -> draft.compression = compression.read(setting, problems),
                        "compression")
                .key(ClusterReader::readPingInterval, "ping_interval")
                .integer((draft, max) -> draft.pingMax = max, "ping_max");
        WriteDraft.addTo(keys, draft -> draft.write);
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> compressionKeys() {
        return compression.keys();
    }

    public void read(Setting setting, ClusterDraft draft, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("Expected map to define cluster, got ");
        keys.read(block, draft, problems);
    }

    /** Servers show each other their certificates, whatever the block says of it. */
    static @Nullable TlsConfig mutual(TlsReader tls, Setting setting, Problems problems) throws SettingException {
        TlsConfig read = tls.read(setting, TlsReader.Side.SERVERS, problems);
        return read == null ? null : read.toBuilder().verifiesClients(true).build();
    }

    /** Reads {@code authorization}: other servers are one user, or nobody in particular. */
    static Login login(LoginReader logins, Setting setting, String owner, Problems problems) throws SettingException {
        Login login = logins.read(setting, problems);
        if (login.users() != null) {
            throw setting.fault(owner + " authorization does not allow multiple users");
        }
        if (!login.token().isEmpty()) {
            throw setting.fault(owner + " authorization does not support tokens");
        }
        if (login.callout() != null) {
            throw setting.fault(owner + " authorization does not support callouts");
        }
        return login;
    }

    private void readLogin(Setting setting, ClusterDraft draft, Problems problems) throws SettingException {
        Login login = login(logins, setting, "Cluster", problems);
        draft.user = login.user();
        draft.password = login.password();
        draft.timeout = login.timeout();
        if (login.defaultPermissions() == null) {
            return;
        }
        requireSubjects(setting, login.defaultPermissions());
        problems.warn(setting.misuse("setting \"permissions\" within cluster authorization block is deprecated"));
        if (draft.permissions == null) {
            draft.permissions = login.defaultPermissions();
        }
    }

    private void readPermissions(Setting setting, ClusterDraft draft, Problems problems) throws SettingException {
        PermissionsConfig read = permissions.read(setting, problems);
        if (read.responses() != null) {
            throw setting.fault("Cluster permissions do not support dynamic responses");
        }
        requireSubjects(setting, read);
        draft.permissions = read;
    }

    /** Interest of other servers is in no queue group. */
    private static void requireSubjects(Setting setting, PermissionsConfig permissions) throws SettingException {
        requireSubjects(setting, "import", permissions.publish());
        requireSubjects(setting, "export", permissions.subscribe());
    }

    private static void requireSubjects(Setting setting, String what, @Nullable SubjectRules rules)
            throws SettingException {
        if (rules == null) {
            return;
        }
        List<String> allow = rules.allow() == null ? List.of() : rules.allow();
        Optional<String> inAllow = PermissionSubjects.problem(allow, false);
        if (inAllow.isPresent()) {
            throw setting.fault("cluster " + what + " allow: " + inAllow.get());
        }
        Optional<String> inDeny = PermissionSubjects.problem(rules.deny(), false);
        if (inDeny.isPresent()) {
            throw setting.fault("cluster " + what + " deny: " + inDeny.get());
        }
    }

    private static void readPingInterval(Setting setting, ClusterDraft draft, Problems problems)
            throws SettingException {
        draft.pingInterval = setting.durationOrSeconds(problems);
        if (draft.pingInterval.compareTo(ClusterConfig.PING_INTERVAL_MAX) > 0) {
            problems.warn(setting.position() + ": Cluster 'ping_interval' will reset to "
                    + Durations.format(ClusterConfig.PING_INTERVAL_MAX) + " which is the max for routes");
        }
    }

    private static String name(Setting setting) throws SettingException {
        if (setting.string().contains(" ")) {
            throw setting.fault("cluster name cannot contain spaces");
        }
        if (setting.string().equals(ClusterConfig.RESERVED_NAME)) {
            throw setting.fault("cluster name is reserved");
        }
        return setting.string();
    }
}
