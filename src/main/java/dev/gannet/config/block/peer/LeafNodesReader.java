package dev.gannet.config.block.peer;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.block.ListenDraft;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.peer.CompressionConfig;
import dev.gannet.config.peer.LeafNodesConfig;
import dev.gannet.config.peer.LeafRemoteConfig;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the block {@code leafnodes} (CF-144..150). */
public final class LeafNodesReader {
    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6})");
    private static final int MINOR_MIN = 8;

    /** A {@link LeafNodesConfig} while it is read. */
    private static final class LeafNodesDraft {
        final ListenDraft listen = new ListenDraft();
        final WriteDraft write = new WriteDraft();

        LeafAuthorizationReader.AuthorizationDraft authorization = new LeafAuthorizationReader.AuthorizationDraft();
        List<LeafRemoteConfig> remotes = List.of();
        Duration reconnectInterval = Duration.ZERO;
        Duration dialTimeout = Duration.ZERO;

        @Nullable
        TlsConfig tls;

        boolean noAdvertise;
        String minVersion = "";
        CompressionConfig compression = LeafNodesConfig.DEFAULT_COMPRESSION;
        boolean isolates;
    }

    private final CompressionReader compression =
            new CompressionReader(LeafNodesConfig.DEFAULT_COMPRESSION, CompressionConfig.AUTO);
    private final LeafAuthorizationReader authorization = new LeafAuthorizationReader();
    private final LeafRemotesReader remotes;
    private final KeyTable<LeafNodesDraft> keys = new KeyTable<>(UnknownKey::field);

    public LeafNodesReader(TlsReader tls) {
        this.remotes = new LeafRemotesReader(tls, compression);
        ListenDraft.addTo(keys, draft -> draft.listen);
        keys.key(
                        (setting, draft, problems) -> draft.authorization = authorization.read(setting, problems),
                        "authorization")
                .key((setting, draft, problems) -> draft.remotes = remotes.read(setting, problems), "remotes")
                .duration(
                        (draft, interval) -> draft.reconnectInterval = interval,
                        "reconnect",
                        "reconnect_delay",
                        "reconnect_interval")
                .duration((draft, timeout) -> draft.dialTimeout = timeout, "dial_timeout")
                .key(
                        (setting, draft, problems) -> draft.tls = tls.read(setting, TlsReader.Side.CLIENTS, problems),
                        "tls")
                .string((draft, advertise) -> draft.listen.advertise = advertise, "advertise", "leafnode_advertise")
                .bool((draft, noAdvertise) -> draft.noAdvertise = noAdvertise, "no_advertise")
                .key(
                        (setting, draft, problems) -> draft.minVersion = version(setting),
                        "min_version",
                        "minimum_version")
                .key(
                        (setting, draft, problems) -> draft.compression = compression.read(setting, problems),
                        "compression")
                .bool((draft, isolates) -> draft.isolates = isolates, "isolate_leafnode_interest", "isolate");
        WriteDraft.addTo(keys, draft -> draft.write);
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public LeafAuthorizationReader authorization() {
        return authorization;
    }

    public LeafRemotesReader remotes() {
        return remotes;
    }

    public LeafNodesConfig read(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("Expected map to define a leafnode, got ");
        LeafNodesDraft draft = new LeafNodesDraft();
        keys.read(block, draft, problems);
        return new LeafNodesConfig(
                draft.listen.toConfig(),
                draft.authorization.toConfig(draft.tls),
                draft.remotes,
                orElse(draft.reconnectInterval, LeafNodesConfig.DEFAULT_RECONNECT_INTERVAL),
                orElse(draft.dialTimeout, LeafNodesConfig.DEFAULT_DIAL_TIMEOUT),
                draft.tls,
                draft.noAdvertise,
                draft.minVersion,
                draft.compression,
                draft.isolates,
                draft.write.toConfig());
    }

    private static Duration orElse(Duration duration, Duration other) {
        return duration.isZero() ? other : duration;
    }

    private static String version(Setting setting) throws SettingException {
        Matcher version = VERSION.matcher(setting.string());
        if (!version.matches()) {
            throw setting.fault("invalid leafnode's minimum version: invalid semver");
        }
        int major = Integer.parseInt(version.group(1));
        if (major < 2 || (major == 2 && Integer.parseInt(version.group(2)) < MINOR_MIN)) {
            throw setting.fault("the minimum version should be at least 2.8.0");
        }
        return setting.string();
    }
}
