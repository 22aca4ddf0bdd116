package dev.gannet.config.source;

import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Check;
import dev.gannet.config.key.Check.Unbuilt;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;

/** The blocks {@code cluster} (CF-127..140) and {@code gateway} (CF-141..143), which are checked and do nothing yet. */
final class ClusterKeys {
    private final KeyTable<Unbuilt> cluster = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> gateway = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> remoteGateway = new KeyTable<>(UnknownKey::field);

    ClusterKeys(AuthorizationReader authorization, PermissionsReader permissions, TlsReader tls) {
        Check mutualTls = (setting, problems) -> tls.read(setting, TlsReader.Side.CLIENTS, problems);
        listener(cluster, mutualTls)
                .unbuilt(ClusterKeys::name, "name")
                .unbuilt(single(authorization, "Cluster"), "authorization")
                .unbuilt(Check.urls("route", false), "routes")
                .unbuilt(Check.STRING, "cluster_advertise", "advertise")
                .unbuilt(Check.BOOL, "no_advertise")
                .unbuilt((setting, problems) -> permissions.read(setting, problems), "permissions")
                .unbuilt(Check.INTEGER, "pool_size")
                .unbuilt(Check.strings("accounts"), "accounts")
                .unbuilt(Check.COMPRESSION, "compression")
                .unbuilt(Check.DURATION, "ping_interval")
                .unbuilt(Check.INTEGER, "ping_max");
        listener(gateway, mutualTls)
                .unbuilt(ClusterKeys::gatewayName, "name")
                .unbuilt(single(authorization, "Gateway"), "authorization")
                .unbuilt(Check.STRING, "advertise")
                .unbuilt(
                        Check.each(
                                Check.block(remoteGateway, "Expected gateway entry to be a map/struct, got %s"),
                                "Expected gateways field to be an array, got %s"),
                        "gateways")
                .unbuilt(Check.BOOL, "reject_unknown", "reject_unknown_cluster");
        remoteGateway
                .unbuilt(Check.STRING, "name")
                .unbuilt(mutualTls, "tls")
                .unbuilt(Check.url("gateway"), "url")
                .unbuilt(Check.urls("gateway", false), "urls");
    }

    /** What cluster and gateway have both. */
    private static KeyTable<Unbuilt> listener(KeyTable<Unbuilt> keys, Check tls) {
        return keys.unbuilt(Check.LISTEN, "listen")
                .unbuilt(Check.INTEGER, "port")
                .unbuilt(Check.STRING, "host", "net")
                .unbuilt(tls, "tls")
                .unbuilt(Check.INTEGER, "connect_retries")
                .unbuilt(Check.BOOL, "connect_backoff")
                .unbuilt(Check.DURATION, "write_deadline")
                .unbuilt(Check.WRITE_TIMEOUT, "write_timeout");
    }

    void cluster(Setting setting, Problems problems) throws SettingException {
        Check.block(cluster, "Expected map to define cluster, got %s").check(setting, problems);
    }

    void gateway(Setting setting, Problems problems) throws SettingException {
        Check.block(gateway, "Expected gateway to be a map, got %s").check(setting, problems);
    }

    private static void name(Setting setting, Problems problems) throws SettingException {
        if (setting.string().contains(" ")) {
            throw setting.fault("cluster name cannot contain spaces");
        }
    }

    private static void gatewayName(Setting setting, Problems problems) throws SettingException {
        if (setting.string().contains(" ")) {
            throw setting.fault("gateway name cannot contain spaces");
        }
    }

    /** Other servers are one user, or none. */
    private static Check single(AuthorizationReader authorization, String owner) {
        return (setting, problems) -> {
            Draft draft = new Draft();
            authorization.read(setting, draft, problems);
            if (!draft.users.isEmpty()) {
                throw setting.fault(owner + " authorization does not allow multiple users");
            }
            boolean hasToken = setting.value() instanceof ConfValue.MapValue block
                    && block.nodes().containsKey("token");
            if (hasToken) {
                throw setting.fault(owner + " authorization does not support tokens");
            }
        };
    }
}
