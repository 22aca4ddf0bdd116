package dev.gannet.config.source;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Check;
import dev.gannet.config.key.Check.Unbuilt;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Seconds;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The block {@code leafnodes} (CF-144..150), which is checked and does nothing yet. */
final class LeafNodeKeys {
    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6})(-.*)?");
    private static final int MINOR_MIN = 8;

    private final KeyTable<Unbuilt> leafNodes = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> authorization = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> users = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> remotes = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Unbuilt> proxy = new KeyTable<>(UnknownKey::field);

    LeafNodeKeys(TlsReader tls) {
        Check tlsBlock = (setting, problems) -> tls.read(setting, TlsReader.Side.CLIENTS, problems);
        leafNodes
                .unbuilt(Check.LISTEN, "listen")
                .unbuilt(Check.INTEGER, "port")
                .unbuilt(Check.STRING, "host", "net")
                .unbuilt(
                        Check.block(
                                authorization, "interface conversion: interface {} is %s, not map[string]interface {}"),
                        "authorization")
                .unbuilt(
                        Check.each(
                                Check.block(remotes, "Expected remote leafnode entry to be a map/struct, got %s"),
                                "Expected remotes field to be an array, got %s"),
                        "remotes")
                .unbuilt(Check.DURATION, "reconnect", "reconnect_delay", "reconnect_interval")
                .unbuilt(Check.DURATION, "dial_timeout")
                .unbuilt(tlsBlock, "tls")
                .unbuilt(Check.STRING, "leafnode_advertise", "advertise")
                .unbuilt(Check.BOOL, "no_advertise")
                .unbuilt(LeafNodeKeys::version, "min_version", "minimum_version")
                .unbuilt(Check.COMPRESSION, "compression")
                .unbuilt(Check.BOOL, "isolate_leafnode_interest", "isolate")
                .unbuilt(Check.DURATION, "write_deadline")
                .unbuilt(Check.WRITE_TIMEOUT, "write_timeout");
        addAuthorization();
        addRemotes(tlsBlock);
    }

    private void addAuthorization() {
        authorization
                .unbuilt(Check.STRING, "user", "username")
                .unbuilt(Check.STRING, "pass", "password")
                .unbuilt(Check.STRING, "nkey")
                .unbuilt(Check.STRING, "account")
                .unbuilt((setting, problems) -> Seconds.of(setting, "leafnode authorization"), "timeout")
                .unbuilt(
                        Check.each(
                                Check.block(users, "Expected user entry to be a map/struct, got %s"),
                                "Expected users field to be an array, got %s"),
                        "users")
                .unbuilt(Check.BOOL, "proxy_required");
        users.unbuilt(Check.STRING, "user", "username")
                .unbuilt(Check.STRING, "pass", "password")
                .unbuilt(Check.STRING, "account")
                .unbuilt(Check.BOOL, "proxy_required");
    }

    private void addRemotes(Check tls) {
        remotes.unbuilt(Check.BOOL, "no_randomize", "dont_randomize")
                .unbuilt(Check.urls("leafnode", true), "url", "urls")
                .unbuilt(Check.STRING, "account", "local")
                .unbuilt(Check.STRING, "creds", "credentials")
                .unbuilt(Check.STRING, "nkey", "seed")
                .unbuilt(tls, "tls")
                .unbuilt(Check.BOOL, "hub")
                .unbuilt(Check.strings("permissions"), "deny_imports", "deny_import")
                .unbuilt(Check.strings("permissions"), "deny_exports", "deny_export")
                .unbuilt(Check.BOOL, "ws_compress", "ws_compression", "websocket_compress", "websocket_compression")
                .unbuilt(Check.BOOL, "ws_no_masking", "websocket_no_masking")
                .unbuilt(LeafNodeKeys::migrate, "jetstream_cluster_migrate", "js_cluster_migrate")
                .unbuilt(Check.BOOL, "isolate_leafnode_interest", "isolate")
                .unbuilt(Check.BOOL, "request_isolation")
                .unbuilt(Check.COMPRESSION, "compression")
                .unbuilt(Check.DURATION, "first_info_timeout")
                .unbuilt(Check.DURATION, "dial_timeout")
                .unbuilt(Check.BOOL, "disabled")
                .unbuilt(Check.block(proxy, "Expected proxy to be a map, got %s"), "proxy")
                .unbuilt(Check.BOOL, "ignore_discovered_servers");
        proxy.unbuilt(Check.STRING, "url")
                .unbuilt(Check.STRING, "username")
                .unbuilt(Check.STRING, "password")
                .unbuilt(Check.DURATION, "timeout")
                .unbuilt(tls, "tls");
    }

    void check(Setting setting, Problems problems) throws SettingException {
        Check.block(leafNodes, "Expected map to define a leafnode, got %s").check(setting, problems);
    }

    private static void version(Setting setting, Problems problems) throws SettingException {
        Matcher version = VERSION.matcher(setting.string());
        if (!version.matches()) {
            throw setting.fault("invalid semver");
        }
        int major = Integer.parseInt(version.group(1));
        if (major < 2 || (major == 2 && Integer.parseInt(version.group(2)) < MINOR_MIN)) {
            throw setting.fault("the minimum version should be at least 2.8.0");
        }
    }

    private static void migrate(Setting setting, Problems problems) throws SettingException {
        ConfValue value = setting.value();
        if (!(value instanceof ConfValue.BooleanValue) && !(value instanceof ConfValue.MapValue)) {
            throw setting.fault("Expected boolean or map for " + Quoted.of("jetstream_cluster_migrate") + ", got "
                    + value.typeName());
        }
    }
}
