package dev.gannet.config.block.peer;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.block.PermissionsReader;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.BlockArray;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.peer.CompressionConfig;
import dev.gannet.config.peer.LeafNodesConfig;
import dev.gannet.config.peer.LeafRemoteConfig;
import dev.gannet.config.peer.LeafRemoteConfig.Migrate;
import dev.gannet.config.peer.LeafRemoteConfig.Proxy;
import dev.gannet.config.peer.PeerUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code remotes} of the block {@code leafnodes} (CF-146). */
public final class LeafRemotesReader {
    private static final BlockArray REMOTES = new BlockArray(
            value -> "Expected remotes field to be an array, got " + value.typeName(),
            value -> "Expected remote leafnode entry to be a map/struct, got " + value.text());

    /** A {@link LeafRemoteConfig} while it is read. */
    private static final class RemoteDraft {
        List<PeerUrl> urls = List.of();
        String account = LeafRemoteConfig.GLOBAL_ACCOUNT;
        String credentials = "";
        String nkey = "";

        @Nullable
        TlsConfig tls;

        boolean hub;
        List<String> denyImports = List.of();
        List<String> denyExports = List.of();
        boolean noRandomize;
        boolean webSocketCompression;
        boolean noMasking;
        Migrate migrate = Migrate.OFF;
        boolean isolates;
        boolean requestsIsolation;
        CompressionConfig compression = LeafNodesConfig.DEFAULT_COMPRESSION;
        Duration firstInfoTimeout = Duration.ZERO;
        Duration dialTimeout = Duration.ZERO;
        boolean disabled;

        @Nullable
        Proxy proxy;

        @Nullable
        ConfPosition proxyPosition;

        boolean ignoresDiscovered;
    }

    private final LeafProxyReader proxies;
    private final KeyTable<RemoteDraft> keys = new KeyTable<>(UnknownKey::field);

    LeafRemotesReader(TlsReader tls, CompressionReader compression) {
        this.proxies = new LeafProxyReader(tls);
        addWhere(tls);
        addWhat();
        addHow(compression);
    }

    private void addWhere(TlsReader tls) {
        keys.key((setting, draft, problems) -> draft.urls = urls(setting, problems), "url", "urls")
                .bool((draft, noRandomize) -> draft.noRandomize = noRandomize, "no_randomize", "dont_randomize")
                .string(
                        (draft, account) -> draft.account = account.isEmpty() ? draft.account : account,
                        "account",
                        "local")
                .key(LeafRemotesReader::readCredentials, "credentials", "creds")
                .key(LeafRemotesReader::readSeed, "nkey", "seed")
                .key(
                        (setting, draft, problems) -> draft.tls = tls.read(setting, TlsReader.Side.CLIENTS, problems),
                        "tls")
                .key(this::readProxy, "proxy")
                .bool((draft, ignores) -> draft.ignoresDiscovered = ignores, "ignore_discovered_servers");
    }

    private void addWhat() {
        keys.bool((draft, hub) -> draft.hub = hub, "hub")
                .key(
                        (setting, draft, problems) -> draft.denyImports = PermissionsReader.subjects(setting),
                        "deny_imports",
                        "deny_import")
                .key(
                        (setting, draft, problems) -> draft.denyExports = PermissionsReader.subjects(setting),
                        "deny_exports",
                        "deny_export")
                .key(
                        (setting, draft, problems) -> draft.migrate = migrate(setting, problems),
                        "jetstream_cluster_migrate",
                        "js_cluster_migrate")
                .bool((draft, isolates) -> draft.isolates = isolates, "isolate_leafnode_interest", "isolate")
                .bool((draft, requests) -> draft.requestsIsolation = requests, "request_isolation");
    }

    private void addHow(CompressionReader compression) {
        keys.bool(
                        (draft, compresses) -> draft.webSocketCompression = compresses,
                        "ws_compression",
                        "ws_compress",
                        "websocket_compress",
                        "websocket_compression")
                .bool((draft, noMasking) -> draft.noMasking = noMasking, "ws_no_masking", "websocket_no_masking")
                .key(
                        (setting, draft, problems) -> draft.compression = compression.read(setting, problems),
                        "compression")
                .duration((draft, timeout) -> draft.firstInfoTimeout = timeout, "first_info_timeout")
                .duration((draft, timeout) -> draft.dialTimeout = timeout, "dial_timeout")
                .bool((draft, disabled) -> draft.disabled = disabled, "disabled");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> proxyKeys() {
        return proxies.keys();
    }

    List<LeafRemoteConfig> read(Setting setting, Problems problems) throws SettingException {
        List<LeafRemoteConfig> remotes = new ArrayList<>();
        Set<String> known = new HashSet<>();
        REMOTES.read(setting, problems, (node, block) -> {
            LeafRemoteConfig remote = remote(block, problems);
            if (known.add(remote.identity())) {
                remotes.add(remote);
            } else {
                problems.error(block.lastPosition(node.position()), "duplicate remote " + remote.describe());
            }
        });
        return remotes;
    }

    private LeafRemoteConfig remote(ConfValue.MapValue block, Problems problems) {
        RemoteDraft draft = new RemoteDraft();
        keys.read(block, draft, problems);
        if (draft.proxy != null && draft.proxyPosition != null) {
            String problem = LeafProxyReader.problem(draft.proxy, draft.urls, draft.tls != null);
            if (!problem.isEmpty()) {
                problems.error(draft.proxyPosition, problem);
            }
        }
        return new LeafRemoteConfig(
                draft.urls.stream()
                        .map(url -> url.withDefaultPort(LeafRemoteConfig.DEFAULT_PORT))
                        .toList(),
                draft.account,
                draft.credentials,
                draft.nkey,
                draft.tls,
                draft.hub,
                draft.denyImports,
                draft.denyExports,
                draft.noRandomize,
                new LeafRemoteConfig.WebSocket(draft.webSocketCompression, draft.noMasking),
                draft.migrate,
                draft.isolates,
                draft.requestsIsolation,
                draft.compression,
                draft.firstInfoTimeout.isZero() ? LeafRemoteConfig.DEFAULT_FIRST_INFO_TIMEOUT : draft.firstInfoTimeout,
                draft.dialTimeout,
                draft.disabled,
                draft.proxy,
                draft.ignoresDiscovered);
    }

    private void readProxy(Setting setting, RemoteDraft draft, Problems problems) throws SettingException {
        draft.proxy = proxies.read(setting, problems);
        draft.proxyPosition = setting.position();
    }

    private static List<PeerUrl> urls(Setting setting, Problems problems) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue) {
            return List.of(UrlReader.url(setting, "leafnode"));
        }
        if (setting.value() instanceof ConfValue.ArrayValue) {
            return UrlReader.urls(setting, "leafnode", problems);
        }
        throw setting.fault("Expected remote leafnode url to be an array or string, got "
                + setting.value().text());
    }

    private static void readCredentials(Setting setting, RemoteDraft draft, Problems problems) throws SettingException {
        draft.credentials = setting.string();
        requireOneSecret(setting, draft);
    }

    private static void readSeed(Setting setting, RemoteDraft draft, Problems problems) throws SettingException {
        if (!Nkey.USER.isSeed(setting.string())) {
            throw setting.fault("Remote leafnode nkey is not a valid seed: " + Quoted.of(setting.string()));
        }
        draft.nkey = setting.string();
        requireOneSecret(setting, draft);
    }

    private static void requireOneSecret(Setting setting, RemoteDraft draft) throws SettingException {
        if (!draft.credentials.isEmpty() && !draft.nkey.isEmpty()) {
            throw setting.fault("Remote leafnode can not have both creds and nkey defined");
        }
    }

    private static Migrate migrate(Setting setting, Problems problems) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue isOn) {
            return new Migrate(isOn.bool(), Duration.ZERO);
        }
        ConfValue.MapValue block = setting.map("Expected boolean or map for jetstream_cluster_migrate, got ");
        ConfNode delay = block.nodes().get("leader_migrate_delay");
        return new Migrate(
                true,
                delay == null ? Duration.ZERO : new Setting("leader_migrate_delay", delay).durationOrSeconds(problems));
    }
}
