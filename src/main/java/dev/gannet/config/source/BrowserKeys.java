package dev.gannet.config.source;

import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Check;
import dev.gannet.config.key.Check.Unbuilt;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.util.Map;

/** The blocks {@code websocket} (CF-151..152) and {@code mqtt} (CF-153), which are checked and do nothing yet. */
final class BrowserKeys {
    private static final int ACKS_MAX = 0xFFFF;

    private final KeyTable<Unbuilt> webSocket = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> mqtt = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> authorization = new KeyTable<>(UnknownKey::field);

    BrowserKeys(TlsReader tls) {
        Check who = Check.block(authorization, "interface conversion: interface {} is %s, not map[string]interface {}");
        Check tlsBlock = (setting, problems) -> tls.read(setting, TlsReader.Side.CLIENTS, problems);
        authorization
                .unbuilt(Check.STRING, "user", "username")
                .unbuilt(Check.STRING, "pass", "password")
                .unbuilt(Check.STRING, "token")
                .unbuilt((setting, problems) -> {}, "timeout");
        listener(webSocket, tlsBlock, who)
                .unbuilt(Check.STRING, "advertise")
                .unbuilt(Check.BOOL, "no_tls")
                .unbuilt(Check.BOOL, "same_origin")
                .unbuilt(
                        Check.strings("allowed origins"),
                        "allowed_origins",
                        "allowed_origin",
                        "allow_origins",
                        "allow_origin",
                        "origins",
                        "origin")
                .unbuilt(BrowserKeys::handshakeTimeout, "handshake_timeout")
                .unbuilt(Check.BOOL, "compress", "compression")
                .unbuilt(Check.STRING, "jwt_cookie")
                .unbuilt(Check.STRING, "user_cookie")
                .unbuilt(Check.STRING, "pass_cookie")
                .unbuilt(Check.STRING, "token_cookie")
                .unbuilt(BrowserKeys::headers, "headers")
                .unbuilt(Check.DURATION, "ping_interval");
        listener(mqtt, tlsBlock, who)
                .unbuilt(Check.DURATION, "ack_wait", "ackwait")
                .unbuilt(Check.DURATION, "js_api_timeout", "api_timeout")
                .unbuilt(BrowserKeys::acks, "max_ack_pending", "max_pending", "max_inflight")
                .unbuilt(Check.STRING, "js_domain")
                .unbuilt(Check.INTEGER, "stream_replicas")
                .unbuilt(
                        (setting, problems) -> problems.warn(
                                setting.misuse("consumer replicas setting ignored in this server version")),
                        "consumer_replicas")
                .unbuilt(Check.BOOL, "consumer_memory_storage")
                .unbuilt(Check.DURATION, "consumer_inactive_threshold", "consumer_auto_cleanup")
                .unbuilt(Check.BOOL, "reject_qos2_publish")
                .unbuilt(Check.BOOL, "downgrade_qos2_subscribe");
    }

    private static KeyTable<Unbuilt> listener(KeyTable<Unbuilt> keys, Check tls, Check who) {
        return keys.unbuilt(Check.LISTEN, "listen")
                .unbuilt(Check.INTEGER, "port")
                .unbuilt(Check.STRING, "host", "net")
                .unbuilt(tls, "tls")
                .unbuilt(who, "authorization", "authentication")
                .unbuilt(Check.STRING, "no_auth_user");
    }

    void webSocket(Setting setting, Problems problems) throws SettingException {
        Check.block(webSocket, "Expected websocket to be a map, got %s").check(setting, problems);
    }

    void mqtt(Setting setting, Problems problems) throws SettingException {
        Check.block(mqtt, "Expected mqtt to be a map, got %s").check(setting, problems);
    }

    private static void acks(Setting setting, Problems problems) throws SettingException {
        long acks = setting.integer();
        if (acks < 0 || acks > ACKS_MAX) {
            throw setting.fault("invalid value " + acks + ", should in [0.." + ACKS_MAX + "] range");
        }
    }

    private static void headers(Setting setting, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault(
                    "error parsing headers: unsupported type " + setting.value().typeName());
        }
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            ConfNode node = entry.getValue();
            if (!(node.value() instanceof ConfValue.StringValue)) {
                throw new Setting(entry.getKey(), node)
                        .fault("error parsing header key " + entry.getKey() + ": unsupported type "
                                + node.value().typeName());
            }
        }
    }

    private static void handshakeTimeout(Setting setting, Problems problems) throws SettingException {
        ConfValue value = setting.value();
        if (!(value instanceof ConfValue.StringValue) && !(value instanceof ConfValue.IntegerValue)) {
            throw setting.fault("error parsing handshake timeout: unsupported type " + value.typeName());
        }
        Check.DURATION.check(setting, problems);
    }
}
