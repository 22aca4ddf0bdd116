package dev.gannet.config.block.peer;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.block.ListenDraft;
import dev.gannet.config.block.Login;
import dev.gannet.config.block.LoginReader;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.BlockArray;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.GatewayConfig;
import dev.gannet.config.peer.PeerLogin;
import dev.gannet.config.peer.PeerUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the block {@code gateway} (CF-141..143). */
public final class GatewayReader {
    private static final BlockArray REMOTES = new BlockArray(
            value -> "Expected gateways field to be an array, got " + value.typeName(),
            value -> "Expected gateway entry to be a map/struct, got " + value.text());

    /** A {@link GatewayConfig} while it is read. */
    private static final class GatewayDraft {
        final ListenDraft listen = new ListenDraft();
        final WriteDraft write = new WriteDraft();
        String name = "";

        @Nullable
        Login login;

        @Nullable
        TlsConfig tls;

        int connectRetries;
        boolean connectBackoff;
        List<GatewayConfig.Remote> remotes = List.of();
        boolean rejectUnknown;
    }

    /** A {@link GatewayConfig.Remote} while it is read. */
    private static final class RemoteDraft {
        String name = "";
        List<PeerUrl> urls = new ArrayList<>();

        @Nullable
        TlsConfig tls;
    }

    private final KeyTable<GatewayDraft> keys = new KeyTable<>(UnknownKey::field);
    private final KeyTable<RemoteDraft> remoteKeys = new KeyTable<>(UnknownKey::field);

    public GatewayReader(LoginReader logins, TlsReader tls) {
        keys.key((setting, draft, problems) -> draft.name = name(setting), "name");
        ListenDraft.addTo(keys, draft -> draft.listen);
        keys.key(
                        (setting, draft, problems) ->
                                draft.login = ClusterReader.login(logins, setting, "Gateway", problems),
                        "authorization")
                .key((setting, draft, problems) -> draft.tls = ClusterReader.mutual(tls, setting, problems), "tls")
                .string((draft, advertise) -> draft.listen.advertise = advertise, "advertise")
                .integer((draft, retries) -> draft.connectRetries = retries, "connect_retries")
                .bool((draft, backoff) -> draft.connectBackoff = backoff, "connect_backoff")
                .key((setting, draft, problems) -> draft.remotes = remotes(setting, problems), "gateways")
                .bool((draft, reject) -> draft.rejectUnknown = reject, "reject_unknown_cluster", "reject_unknown");
        WriteDraft.addTo(keys, draft -> draft.write);
        remoteKeys
                .string((draft, name) -> draft.name = name, "name")
                .key((setting, draft, problems) -> draft.tls = ClusterReader.mutual(tls, setting, problems), "tls")
                .key((setting, draft, problems) -> draft.urls.add(UrlReader.url(setting, "gateway")), "url")
                .key((setting, draft, problems) -> draft.urls = UrlReader.urls(setting, "gateway", problems), "urls");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> remoteKeys() {
        return remoteKeys;
    }

    public GatewayConfig read(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("Expected gateway to be a map, got ");
        GatewayDraft draft = new GatewayDraft();
        keys.read(block, draft, problems);
        PeerLogin login =
                draft.login == null ? Login.peer("", "", Duration.ZERO, draft.tls) : draft.login.toPeer(draft.tls);
        return new GatewayConfig(
                draft.name,
                draft.listen.toConfig(),
                login,
                draft.tls,
                draft.connectRetries,
                draft.connectBackoff,
                draft.remotes,
                draft.rejectUnknown,
                draft.write.toConfig());
    }

    private List<GatewayConfig.Remote> remotes(Setting setting, Problems problems) throws SettingException {
        List<GatewayConfig.Remote> remotes = new ArrayList<>();
        REMOTES.read(setting, problems, (node, block) -> {
            RemoteDraft draft = new RemoteDraft();
            remoteKeys.read(block, draft, problems);
            remotes.add(new GatewayConfig.Remote(draft.name, draft.urls, draft.tls));
        });
        return remotes;
    }

    private static String name(Setting setting) throws SettingException {
        if (setting.string().contains(" ")) {
            throw setting.fault("gateway name cannot contain spaces");
        }
        if (setting.string().equals(ClusterConfig.RESERVED_NAME)) {
            throw setting.fault("cluster name is reserved");
        }
        return setting.string();
    }
}
