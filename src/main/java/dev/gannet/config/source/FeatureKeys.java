package dev.gannet.config.source;

import dev.gannet.config.block.JetStreamReader;
import dev.gannet.config.block.LoginReader;
import dev.gannet.config.block.MappingsReader;
import dev.gannet.config.block.MqttReader;
import dev.gannet.config.block.OcspReader;
import dev.gannet.config.block.PermissionsReader;
import dev.gannet.config.block.ProxiesReader;
import dev.gannet.config.block.TlsReader;
import dev.gannet.config.block.WebSocketReader;
import dev.gannet.config.block.peer.ClusterReader;
import dev.gannet.config.block.peer.GatewayReader;
import dev.gannet.config.block.peer.LeafNodesReader;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys at the top of capabilities beside the clients' protocol, many of which are not built yet: what they say is kept.
 * A reader is made when its block is there only: most servers have none, and shall start in no time.
 */
final class FeatureKeys {
    private final LoginReader logins;
    private final PermissionsReader permissions;
    private final TlsReader tls;

    FeatureKeys(LoginReader logins, PermissionsReader permissions, TlsReader tls) {
        this.logins = logins;
        this.permissions = permissions;
        this.tls = tls;
    }

    void addTo(KeyTable<Draft> table) {
        addPeers(table);
        addClients(table);
        addJetStream(table);
        addSmall(table);
    }

    private void addPeers(KeyTable<Draft> table) {
        table.notBuilt(
                        (setting, draft, problems) -> {
                            cluster().read(setting, draft.cluster, problems);
                            return true;
                        },
                        "cluster")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.gateway = gateway().read(setting, problems);
                            return draft.gateway.isOn();
                        },
                        "gateway")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.leafNodes = leafNodes().read(setting, problems);
                            return draft.leafNodes.isOn();
                        },
                        "leafnodes",
                        "leaf");
    }

    private void addClients(KeyTable<Draft> table) {
        table.notBuilt(
                        (setting, draft, problems) -> {
                            draft.webSocket = webSocket().read(setting, problems);
                            return draft.webSocket.isOn();
                        },
                        "websocket",
                        "ws")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.mqtt = mqtt().read(setting, problems);
                            return draft.mqtt.isOn();
                        },
                        "mqtt");
    }

    private void addJetStream(KeyTable<Draft> table) {
        table.key((setting, draft, problems) -> jetStream().read(setting, draft.jetStream, problems), "jetstream")
                .key(
                        (setting, draft, problems) -> JetStreamReader.readStore(setting, draft.jetStream),
                        "store_dir",
                        "storedir")
                .key(
                        (setting, draft, problems) -> draft.defaultJetStreamDomains = domains(setting),
                        "default_js_domain");
    }

    private void addSmall(KeyTable<Draft> table) {
        MappingsReader.addTo(table, (draft, mappings) -> draft.mappings = mappings);
        table.key((setting, draft, problems) -> draft.ocsp = ocsp().read(setting), "ocsp")
                .key((setting, draft, problems) -> draft.ocspCache = ocsp().readCache(setting, problems), "ocsp_cache")
                .key(
                        (setting, draft, problems) ->
                                draft.trustedProxies = proxies().read(setting, problems),
                        "proxies")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.noSublistCache = setting.bool();
                            return draft.noSublistCache;
                        },
                        "disable_sublist_cache",
                        "no_sublist_cache")
                .notBuilt(number((draft, number) -> draft.connectErrorReports = number), "connect_error_reports")
                .notBuilt(number((draft, number) -> draft.reconnectErrorReports = number), "reconnect_error_reports")
                .key((setting, draft, problems) -> draft.profilingPort = setting.port(), "prof_port")
                .notBuilt(number((draft, number) -> draft.profilingBlockRate = number), "prof_block_rate");
    }

    private static KeyTable.Kept<Draft> number(KeyTable.Put<Draft, Integer> put) {
        return (setting, draft, problems) -> {
            int number = setting.clampedInteger();
            put.put(draft, number);
            return number != 0;
        };
    }

    /** The reference server tells of a wrong type where the whole block stands. */
    private static Map<String, String> domains(Setting setting) throws SettingException {
        ConfValue.MapValue block = setting.map("error default_js_domain config: unsupported type ");
        Map<String, String> domains = new LinkedHashMap<>();
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            Setting domain = new Setting(entry.getKey(), entry.getValue(), setting.position());
            domains.put(entry.getKey(), domain.string());
        }
        return domains;
    }

    /** The keys of each block, in the order of the documentation. */
    Map<String, KeyTable<?>> blocks() {
        Map<String, KeyTable<?>> blocks = new LinkedHashMap<>();
        blocks.put("cluster", cluster().keys());
        blocks.put("gateway", gateway().keys());
        blocks.put("gateway.gateways", gateway().remoteKeys());
        blocks.put("leafnodes", leafNodes().keys());
        blocks.put("leafnodes.authorization", leafNodes().authorization().keys());
        blocks.put("leafnodes.authorization.users", leafNodes().authorization().userKeys());
        blocks.put("leafnodes.remotes", leafNodes().remotes().keys());
        blocks.put("leafnodes.remotes.proxy", leafNodes().remotes().proxyKeys());
        blocks.put("compression", cluster().compressionKeys());
        blocks.put("websocket", webSocket().keys());
        blocks.put("websocket.authorization", webSocket().loginKeys());
        blocks.put("mqtt", mqtt().keys());
        blocks.put("jetstream.tpm", jetStream().tpmKeys());
        blocks.put("authorization.auth_callout", logins.calloutKeys());
        blocks.put("proxies", proxies().keys());
        blocks.put("proxies.trusted", proxies().trustedKeys());
        return blocks;
    }

    ClusterReader cluster() {
        return new ClusterReader(logins, permissions, tls);
    }

    GatewayReader gateway() {
        return new GatewayReader(logins, tls);
    }

    LeafNodesReader leafNodes() {
        return new LeafNodesReader(tls);
    }

    WebSocketReader webSocket() {
        return new WebSocketReader(tls);
    }

    MqttReader mqtt() {
        return new MqttReader(tls);
    }

    JetStreamReader jetStream() {
        return new JetStreamReader();
    }

    OcspReader ocsp() {
        return new OcspReader();
    }

    ProxiesReader proxies() {
        return new ProxiesReader();
    }
}
