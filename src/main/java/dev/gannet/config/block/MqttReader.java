package dev.gannet.config.block;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.feature.MqttConfig;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the block {@code mqtt} (CF-153). */
public final class MqttReader {
    /** A {@link MqttConfig} while it is read. */
    private static final class MqttDraft {
        final ListenDraft listen = new ListenDraft();
        ExtraLoginReader.LoginDraft login = new ExtraLoginReader.LoginDraft();
        String noAuthUser = "";

        @Nullable
        TlsConfig tls;

        Duration ackWait = Duration.ZERO;
        Duration apiTimeout = Duration.ZERO;
        int maxAckPending;
        String domain = "";
        int streamReplicas;
        boolean consumersInMemory;
        Duration inactiveThreshold = Duration.ZERO;
        boolean rejectsQos2;
        boolean downgradesQos2;
    }

    private final ExtraLoginReader logins = new ExtraLoginReader();
    private final KeyTable<MqttDraft> keys = new KeyTable<>(UnknownKey::field);

    public MqttReader(TlsReader tls) {
        ListenDraft.addTo(keys, draft -> draft.listen);
        keys.key((setting, draft, problems) -> draft.tls = tls.read(setting, TlsReader.Side.CLIENTS, problems), "tls")
                .key(
                        (setting, draft, problems) -> draft.login = logins.read(setting, problems),
                        "authorization",
                        "authentication")
                .string((draft, user) -> draft.noAuthUser = user, "no_auth_user")
                .duration((draft, wait) -> draft.ackWait = wait, "ack_wait", "ackwait")
                .duration((draft, timeout) -> draft.apiTimeout = timeout, "js_api_timeout", "api_timeout")
                .key(
                        (setting, draft, problems) -> draft.maxAckPending = maxAckPending(setting),
                        "max_ack_pending",
                        "max_pending",
                        "max_inflight")
                .string((draft, domain) -> draft.domain = domain, "js_domain")
                .integer((draft, replicas) -> draft.streamReplicas = replicas, "stream_replicas")
                .key(
                        (setting, draft, problems) -> problems.warn(
                                setting.misuse("consumer replicas setting ignored in this server version")),
                        "consumer_replicas")
                .bool((draft, inMemory) -> draft.consumersInMemory = inMemory, "consumer_memory_storage")
                .duration(
                        (draft, threshold) -> draft.inactiveThreshold = threshold,
                        "consumer_inactive_threshold",
                        "consumer_auto_cleanup")
                .bool((draft, rejects) -> draft.rejectsQos2 = rejects, "reject_qos2_publish")
                .bool((draft, downgrades) -> draft.downgradesQos2 = downgrades, "downgrade_qos2_subscribe");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public MqttConfig read(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("Expected mqtt to be a map, got ");
        MqttDraft draft = new MqttDraft();
        keys.read(block, draft, problems);
        MqttConfig.Delivery delivery = MqttConfig.Delivery.DEFAULT;
        MqttConfig.Store store = MqttConfig.Store.DEFAULT;
        return new MqttConfig(
                draft.listen.toConfig(),
                draft.login.toConfig(draft.noAuthUser),
                draft.tls,
                new MqttConfig.Delivery(
                        draft.ackWait.isZero() ? delivery.ackWait() : draft.ackWait,
                        draft.maxAckPending == 0 ? delivery.maxAckPending() : draft.maxAckPending),
                new MqttConfig.Store(
                        draft.apiTimeout.isZero() ? store.apiTimeout() : draft.apiTimeout,
                        draft.domain,
                        draft.streamReplicas,
                        draft.consumersInMemory,
                        draft.inactiveThreshold),
                draft.rejectsQos2,
                draft.downgradesQos2);
    }

    private static int maxAckPending(Setting setting) throws SettingException {
        long max = setting.integer();
        if (max < 0 || max > MqttConfig.Delivery.MAX_ACK_PENDING_MAX) {
            throw setting.fault(
                    "invalid value " + max + ", should in [0.." + MqttConfig.Delivery.MAX_ACK_PENDING_MAX + "] range");
        }
        return (int) max;
    }
}
