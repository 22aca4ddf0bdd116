package dev.gannet.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.FeaturesConfig;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.feature.JetStreamEncryption;
import dev.gannet.config.feature.MqttConfig;
import dev.gannet.config.feature.OcspCacheConfig;
import dev.gannet.config.feature.OcspConfig;
import dev.gannet.config.feature.WebSocketConfig;
import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.CompressionConfig;
import dev.gannet.config.peer.GatewayConfig;
import dev.gannet.config.peer.LeafNodesConfig;
import dev.gannet.config.peer.LeafRemoteConfig;
import dev.gannet.config.peer.PeerUrl;
import dev.gannet.config.peer.WriteTimeout;
import dev.gannet.config.sharing.AccountFeatures;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.config.sharing.ExportConfig;
import dev.gannet.config.sharing.ImportConfig;
import dev.gannet.config.sharing.MappingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What blocks say is kept, with nats-server's defaults where they say nothing. */
class RecordsTest {
    @TempDir
    Path directory;

    @Test
    void shouldHaveTheDefaultsOfTheReference() {
        assertThat(ServerConfig.defaults().features()).isEqualTo(FeaturesConfig.none());
        assertThat(new Draft().toConfig().features()).isEqualTo(FeaturesConfig.none());
        assertThat(FeaturesConfig.none().reports()).isEqualTo(new FeaturesConfig.Reports(3600, 1)); // CF-117
    }

    @Test
    void shouldKeepACluster() throws IOException { // CF-127..140
        ClusterConfig cluster =
                read("cluster { name: c, listen: \"127.0.0.1:6222\", advertise: \"a:1\", no_advertise: true,"
                                + " authorization { user: u, password: p, timeout: 3 }, routes: [\"nats://r:1\"],"
                                + " connect_retries: 4, connect_backoff: true, pool_size: 5, accounts: [A],"
                                + " permissions { import: \"i.>\", export: {deny: \"e\"} }, compression: s2_best,"
                                + " ping_interval: \"20s\", ping_max: 6, write_deadline: \"7s\", write_timeout: retry }")
                        .cluster();

        assertThat(cluster.name()).isEqualTo("c");
        assertThat(cluster.listen()).isEqualTo(new ListenConfig("127.0.0.1", 6222, "a:1"));
        assertThat(cluster.login().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(cluster.routes()).extracting(PeerUrl::text).containsExactly("nats://r:1");
        assertThat(cluster.connectRetries()).isEqualTo(4);
        assertThat(cluster.connectBackoff()).isTrue();
        assertThat(cluster.poolSize()).isEqualTo(5);
        assertThat(cluster.pinnedAccounts()).containsExactly("A", "$SYS"); // CF-136
        assertThat(Objects.requireNonNull(cluster.permissions()).publish()).isNotNull();
        assertThat(cluster.compression()).isEqualTo(new CompressionConfig("s2_best"));
        assertThat(cluster.pingInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(cluster.pingMax()).isEqualTo(6);
        assertThat(cluster.write().deadline()).isEqualTo(Duration.ofSeconds(7));
        assertThat(cluster.write().timeout()).isEqualTo(WriteTimeout.RETRY);
    }

    @Test
    void shouldGiveAClusterItsDefaults() throws IOException {
        ClusterConfig cluster = read("cluster { port: 6222 }").cluster();

        assertThat(cluster.listen()).isEqualTo(new ListenConfig("0.0.0.0", 6222, null));
        assertThat(cluster.poolSize()).isEqualTo(3); // CF-135
        assertThat(cluster.compression().mode()).isEqualTo("accept"); // CF-137
        assertThat(cluster.login().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(cluster.pinnedAccounts()).containsExactly("$SYS");
        assertThat(read("cluster { port: 6222, pool_size: -1 }").cluster().pinnedAccounts())
                .isEmpty();
    }

    @Test
    void shouldKeepGateways() throws IOException { // CF-141, CF-142
        GatewayConfig gateway = read("gateway { name: g, port: 7222, reject_unknown: true, connect_retries: 2,"
                        + " gateways: [{name: h, url: \"nats://h:1\"}, {name: i, urls: [\"nats://i:1\", \"nats://i:2\"]}] }")
                .gateway();

        assertThat(gateway.name()).isEqualTo("g");
        assertThat(gateway.rejectUnknown()).isTrue();
        assertThat(gateway.connectRetries()).isEqualTo(2);
        assertThat(gateway.remotes()).extracting(GatewayConfig.Remote::name).containsExactly("h", "i");
        assertThat(gateway.remotes().get(1).urls()).hasSize(2);
    }

    @Test
    void shouldKeepLeafNodes() throws IOException { // CF-144..149
        LeafNodesConfig leafNodes =
                read("leafnodes { port: 7422, reconnect: \"3s\", min_version: \"2.9.0\", isolate: true,"
                                + " authorization { users: [ {user: a, password: b, account: A} ] },"
                                + " remotes: [ {url: \"nats-leaf://h\", account: A, hub: true, deny_imports: [a, b], disabled: true,"
                                + " jetstream_cluster_migrate: {leader_migrate_delay: \"5s\"}, ws_no_masking: true} ] }")
                        .leafNodes();

        assertThat(leafNodes.reconnectInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(leafNodes.dialTimeout()).isEqualTo(Duration.ofSeconds(1)); // CF-148
        assertThat(leafNodes.compression().mode()).isEqualTo("s2_auto"); // CF-149
        assertThat(leafNodes.authorization().users()).containsExactly(new LeafNodesConfig.User("a", "b", "A", false));
        LeafRemoteConfig remote = leafNodes.remotes().get(0);
        assertThat(remote.urls()).extracting(PeerUrl::text).containsExactly("nats-leaf://h:7422");
        assertThat(remote.hub()).isTrue();
        assertThat(remote.denyImports()).containsExactly("a", "b");
        assertThat(remote.disabled()).isTrue();
        assertThat(remote.migrate()).isEqualTo(new LeafRemoteConfig.Migrate(true, Duration.ofSeconds(5)));
        assertThat(remote.webSocket()).isEqualTo(new LeafRemoteConfig.WebSocket(false, true));
        assertThat(remote.firstInfoTimeout()).isEqualTo(Duration.ofSeconds(1)); // CF-146
    }

    @Test
    void shouldKeepWebSocketAndMqtt() throws IOException { // CF-151, CF-153
        FeaturesConfig features = read("websocket { port: 8080, no_tls: true, same_origin: true, compression: true,"
                + " token_cookie: t, headers { a: b }, handshake_timeout: \"3s\", authorization { token: x } }\n"
                + "mqtt { port: 1883, max_ack_pending: 7, stream_replicas: 3, reject_qos2_publish: true }");

        WebSocketConfig webSocket = features.webSocket();
        assertThat(webSocket.origins().sameOnly()).isTrue();
        assertThat(webSocket.cookies().token()).isEqualTo("t");
        assertThat(webSocket.headers()).isEqualTo(Map.of("a", "b"));
        assertThat(webSocket.handshakeTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(webSocket.login().token()).isEqualTo("x");
        MqttConfig mqtt = features.mqtt();
        assertThat(mqtt.delivery()).isEqualTo(new MqttConfig.Delivery(Duration.ofSeconds(30), 7));
        assertThat(mqtt.store().apiTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(mqtt.store().streamReplicas()).isEqualTo(3);
        assertThat(mqtt.rejectsQos2()).isTrue();
        assertThat(MqttConfig.off().delivery().maxAckPending()).isEqualTo(1024);
    }

    @Test
    void shouldKeepJetStream() throws IOException { // CF-53, CF-156..170
        JetStreamConfig jetStream =
                read("jetstream { store_dir: \"/a\", max_mem: \"1G\", max_file: 2G, domain: d, sync: always,"
                                + " cipher: aes, unique_tag: \" AZ\", strict: false, request_queue_limit: 5,"
                                + " max_concurrent_io: 8, scrub_rate: \"2M\", limits { max_ha_assets: 3, batch { timeout: \"1s\" } } }")
                        .jetStream();

        assertThat(jetStream.isOn()).isTrue();
        assertThat(jetStream.storeDirectory()).isEqualTo("/a");
        assertThat(jetStream.maxMemoryBytes()).isEqualTo(1L << 30);
        assertThat(jetStream.maxStoreBytes()).isEqualTo(2_000_000_000L);
        assertThat(jetStream.sync().always()).isTrue();
        assertThat(jetStream.queues().scrubBytes()).isEqualTo(2L << 20);
        assertThat(read("jetstream { domain: d }").jetStream().queues().scrubBytes())
                .isEqualTo(4L << 20);
        assertThat(jetStream.encryption().cipher()).isEqualTo(JetStreamEncryption.Cipher.AES);
        assertThat(new JetStreamEncryption(JetStreamEncryption.Cipher.AES, "secret", "", JetStreamEncryption.Tpm.NONE)
                        .toString())
                .doesNotContain("secret");
        assertThat(jetStream.uniqueTag()).isEqualTo("az");
        assertThat(jetStream.isStrict()).isFalse();
        assertThat(jetStream.queues().infoRequests()).isEqualTo(5); // CF-168
        assertThat(jetStream.queues().concurrentIo()).isEqualTo(8);
        assertThat(jetStream.limits().maxHaAssets()).isEqualTo(3);
        assertThat(jetStream.limits().batch().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(JetStreamConfig.off().maxMemoryBytes()).isEqualTo(JetStreamConfig.AS_MUCH_AS_THERE_IS);
        assertThat(JetStreamConfig.off().sync().interval()).isEqualTo(Duration.ofMinutes(2)); // CF-160
        assertThat(JetStreamConfig.off().queues().requests()).isEqualTo(10_000);
        assertThat(read("jetstream { enabled: false }").jetStream().isOn()).isFalse();
    }

    @Test
    void shouldKeepWhatAccountsShare() throws IOException { // CF-188, CF-190, CF-191, CF-193
        ServerConfig config = config("accounts { A { exports: [ {service: q, accounts: [B], response: stream,"
                + " threshold: \"1s\", allow_trace: true} ], jetstream { max_mem: 5, cluster_traffic: owner },"
                + " limits { max_leafs: 3 } }, B { imports: [ {service: {account: A, subject: q}, to: r, share: true} ],"
                + " mappings { x: {dest: y, weight: 40} } } }");

        AccountFeatures a = config.accounts().get(0).features();
        assertThat(a.exports())
                .containsExactly(new ExportConfig(
                        ExportConfig.Kind.SERVICE,
                        "q",
                        List.of("B"),
                        ExportConfig.Response.STREAM,
                        Duration.ofSeconds(1),
                        null,
                        0,
                        true));
        assertThat(Objects.requireNonNull(a.jetStream()).maxMemoryBytes()).isEqualTo(5);
        assertThat(a.jetStream().traffic()).isEqualTo(AccountJetStreamConfig.Traffic.OWNER);
        assertThat(a.maxLeafNodes()).isEqualTo(3);
        AccountFeatures b = config.accounts().get(1).features();
        assertThat(b.imports())
                .containsExactly(new ImportConfig(ExportConfig.Kind.SERVICE, "A", "q", "r", "", true, false));
        assertThat(b.mappings())
                .containsExactly(new MappingConfig("x", List.of(new MappingConfig.Destination("y", 40, ""))));
    }

    @Test
    void shouldKeepTheRest() throws IOException { // CF-107, CF-117, CF-123..126
        String proxy = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";
        FeaturesConfig features = read("mappings { a: b }, connect_error_reports: 5, prof_port: 6060,"
                + " default_js_domain { A: d }, ocsp { mode: must, url: \"http://o\" },"
                + " ocsp_cache { type: local, save_interval: \"100ms\" }, proxies { trusted: [ {key: " + proxy
                + "} ] }");

        assertThat(features.mappings()).hasSize(1);
        assertThat(features.reports()).isEqualTo(new FeaturesConfig.Reports(5, 1));
        assertThat(features.profiling().port()).isEqualTo(6060);
        assertThat(features.defaultJetStreamDomains()).isEqualTo(Map.of("A", "d"));
        assertThat(features.certificates().ocsp()).isEqualTo(new OcspConfig(OcspConfig.Mode.MUST, "http://o"));
        assertThat(features.certificates().cache())
                .isEqualTo(new OcspCacheConfig(true, "_rc_", false, Duration.ofSeconds(1)));
        assertThat(features.trustedProxies()).isEqualTo(Set.of(proxy));
    }

    private FeaturesConfig read(String conf) throws IOException {
        return config(conf).features();
    }

    private ServerConfig config(String conf) throws IOException {
        Path file = Files.writeString(directory.resolve("nats.conf"), conf + "\n");
        ReadConfig read = new ServerConfigReader(name -> null).read(file.toString());
        assertThat(read.errors()).isEmpty();
        return read.config();
    }
}
