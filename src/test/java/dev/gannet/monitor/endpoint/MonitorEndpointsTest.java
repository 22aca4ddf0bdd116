package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.base.ServerLog;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.SublistTotals;
import dev.gannet.monitor.SubscriptionSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorEndpointsTest {
    private final FakeServer server = new FakeServer();
    private final MonitorEndpoints endpoints = new MonitorEndpoints(
            server, () -> new ProcessUsage(1 << 20, 1.5), () -> FakeServer.NOW, ServerLog.silent());

    @Test
    void shouldShowSettingsAndCountersAsTheReferenceDoes() {
        // MO-45, MO-61, MO-62, MO-63, MO-5, MO-6: recorded from the reference, with this server's values
        MonitorResponse varz = endpoints.answer("/varz", null);

        assertThat(varz.headers())
                .isEqualTo(Map.of("Content-Type", "application/json", "Access-Control-Allow-Origin", "*"));
        int cores = Runtime.getRuntime().availableProcessors();
        assertThat(text(varz)).isEqualTo("""
                {
                  "server_id": "NID",
                  "server_name": "\\u003cname\\u003e",
                  "version": "2.15.2",
                  "proto": 1,
                  "go": "java17",
                  "host": "0.0.0.0",
                  "port": 14333,
                  "max_connections": 65536,
                  "ping_interval": 120000000000,
                  "ping_max": 2,
                  "http_host": "127.0.0.1",
                  "http_port": 18333,
                  "http_base_path": "",
                  "https_port": 0,
                  "auth_timeout": 2,
                  "max_control_line": 4096,
                  "max_payload": 1048576,
                  "max_pending": 67108864,
                  "cluster": {},
                  "gateway": {},
                  "leaf": {},
                  "mqtt": {},
                  "websocket": {},
                  "jetstream": {},
                  "tls_timeout": 2,
                  "write_deadline": 10000000000,
                  "start": "2026-11-21T11:44:00.928044505Z",
                  "now": "2026-11-21T11:45:05.928044505Z",
                  "uptime": "1m5s",
                  "mem": 1048576,
                  "cores": %d,
                  "gomaxprocs": %d,
                  "cpu": 1.5,
                  "connections": 1,
                  "total_connections": 2,
                  "routes": 0,
                  "remotes": 0,
                  "leafnodes": 0,
                  "in_msgs": 10,
                  "in_bytes": 20,
                  "in_client_msgs": 1,
                  "in_client_bytes": 2,
                  "out_msgs": 30,
                  "out_bytes": 40,
                  "out_client_msgs": 3,
                  "out_client_bytes": 4,
                  "slow_consumers": 26,
                  "stale_connections": 4,
                  "stalled_clients": 9,
                  "subscriptions": 0,
                  "http_req_stats": {
                    "/varz": 1
                  },
                  "config_load_time": "2026-11-21T11:44:00.928044505Z",
                  "config_digest": "",
                  "metadata": {
                    "a": "v",
                    "b": "c\\u003ed\\u0026e"
                  },
                  "feature_flags": {
                    "js_ack_fc_v2": false,
                    "js_raft_delete_range": true
                  },
                  "system_account": "$SYS",
                  "slow_consumer_stats": {
                    "clients": 5,
                    "routes": 6,
                    "gateways": 7,
                    "leafs": 8
                  },
                  "stale_connection_stats": {
                    "clients": 1,
                    "routes": 1,
                    "gateways": 1,
                    "leafs": 1
                  },
                  "disk_io_wait_stats": {
                    "waiters": 0,
                    "waits": 0,
                    "wait_time": 0,
                    "max_wait_time": 0
                  }
                }""".formatted(cores, cores));
    }

    @Test
    void shouldShowAConnectionAsTheReferenceDoes() {
        // MO-66, MO-67, MO-70
        server.open.add(FakeServer.connection(5, "u", "$G"));

        assertThat(text(endpoints.answer("/connz", "subs=detail&auth=1"))).isEqualTo("""
                {
                  "server_id": "NID",
                  "now": "2026-11-21T11:45:05.928044505Z",
                  "num_connections": 1,
                  "total": 1,
                  "offset": 0,
                  "limit": 1024,
                  "connections": [
                    {
                      "cid": 5,
                      "kind": "Client",
                      "type": "nats",
                      "ip": "127.0.0.1",
                      "port": 57180,
                      "start": "2026-11-21T11:45:00.928044505Z",
                      "last_activity": "2026-11-21T11:45:00.928044505Z",
                      "rtt": "2.493825ms",
                      "uptime": "5s",
                      "idle": "5s",
                      "pending_bytes": 5,
                      "in_msgs": 5,
                      "out_msgs": 15,
                      "in_bytes": 10,
                      "out_bytes": 20,
                      "subscriptions": 2,
                      "name": "c5",
                      "lang": "java",
                      "version": "3",
                      "authorized_user": "u",
                      "subscriptions_list_detail": [
                        {
                          "subject": "foo.\\u003e",
                          "sid": "1",
                          "msgs": 3,
                          "cid": 5
                        },
                        {
                          "subject": "bür",
                          "qgroup": "q",
                          "sid": "2",
                          "msgs": 0,
                          "max": 10,
                          "cid": 5
                        }
                      ],
                      "name_tag": "$G"
                    }
                  ]
                }""");
    }

    @Test
    void shouldShowAClosedConnectionWithItsReason() throws IOException {
        // MO-18
        server.closed.add(FakeServer.closed(5, "u", "A", "Stale Connection"));

        JsonNode connection =
                json("/connz", "state=closed&auth=true&subs=detail").at("/connections/0");

        assertThat(connection.get("stop").asText()).isEqualTo("2026-11-21T11:45:04.928044505Z");
        assertThat(connection.get("reason").asText()).isEqualTo("Stale Connection");
        assertThat(connection.get("uptime").asText()).isEqualTo("4s");
        assertThat(connection.get("account").asText()).isEqualTo("A");
        assertThat(connection.at("/subscriptions_list_detail/0/account").asText())
                .isEqualTo("A");
        assertThat(names(connection)).containsSubsequence("last_activity", "stop", "reason", "rtt");
    }

    @Test
    void shouldSayWhoConnectionsAreOnlyWhenAsked() throws IOException {
        // MO-18
        server.open.add(FakeServer.connection(5, "u", "A"));

        assertThat(names(json("/connz", "").at("/connections/0")))
                .doesNotContain("authorized_user", "account", "name_tag", "subscriptions_list");
        assertThat(names(json("/connz", "auth=1&subs=1").at("/connections/0")))
                .containsSubsequence("authorized_user", "account", "subscriptions_list", "name_tag");
    }

    @ParameterizedTest
    @CsvSource({
        "cid,1 2 3",
        "start,1 2 3",
        "pending,3 2 1",
        "msgs_to,3 2 1",
        "msgs_from,3 2 1",
        "bytes_to,3 2 1",
        "bytes_from,3 2 1",
        "last,1 2 3",
        "idle,3 2 1",
        "uptime,1 2 3",
        "rtt,3 2 1",
        "subs,1 2 3"
    })
    void shouldSortOpenConnections(String sort, String cids) throws IOException {
        // MO-15; the reference puts the shortest uptime first
        for (long cid : new long[] {2, 3, 1}) {
            server.open.add(FakeServer.connection(cid, "u", "A"));
        }

        assertThat(cids("/connz", "sort=" + sort)).isEqualTo(cids);
    }

    @Test
    void shouldSortClosedConnectionsByReasonAndStop() throws IOException {
        server.closed.add(FakeServer.closed(1, "u", "A", "Stale Connection"));
        server.closed.add(FakeServer.closed(2, "u", "A", "Client Closed"));

        assertThat(cids("/connz", "state=closed&sort=reason")).isEqualTo("2 1");
        assertThat(cids("/connz", "state=closed&sort=stop")).isEqualTo("1 2");
    }

    @Test
    void shouldFilterConnections() throws IOException {
        // MO-14, MO-20
        server.open.add(FakeServer.connection(1, "a", "A"));
        server.open.add(FakeServer.connection(2, "b", "$G"));
        server.closed.add(FakeServer.closed(3, "a", "A", "Client Closed"));
        server.closed.add(FakeServer.closed(4, "b", "$G", "Client Closed"));

        assertThat(cids("/connz", "state=all")).isEqualTo("1 2 3 4");
        assertThat(cids("/connz", "state=ANY&user=b")).isEqualTo("2 4");
        assertThat(cids("/connz", "state=all&acc=A")).isEqualTo("1 3");
        assertThat(cids("/connz", "state=all&acc=$G")).isEqualTo("2");
        assertThat(cids("/connz", "cid=2")).isEqualTo("2");
        assertThat(cids("/connz", "cid=2&acc=A")).isEmpty();
        assertThat(cids("/connz", "state=all&cid=3")).isEqualTo("3");
        assertThat(json("/connz", "state=any&user=b").get("total").asInt()).isEqualTo(4);
        assertThat(json("/connz", "cid=2&acc=A").get("total").asInt()).isEqualTo(1);
        assertThat(json("/connz", "cid=2").get("limit").asInt()).isEqualTo(1);
    }

    @Test
    void shouldShowOnePageOfTheConnections() throws IOException {
        for (long cid = 1; cid <= 5; cid++) {
            server.open.add(FakeServer.connection(cid, "a", "A"));
        }

        assertThat(cids("/connz", "offset=1&limit=2")).isEqualTo("2 3");
        assertThat(cids("/connz", "offset=4&limit=2147483647")).isEqualTo("5");
        assertThat(cids("/connz", "offset=9")).isEmpty();
        assertThat(json("/connz", "offset=-3&limit=-1").get("limit").asInt()).isEqualTo(1024);
        assertThat(json("/connz", "offset=1&limit=2").get("num_connections").asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldHaveNoListForAnUnknownAccount() {
        // MO-17
        assertThat(text(endpoints.answer("/connz", "acc=ZZ")))
                .contains("\"server_id\": \"\"", "\"total\": 0", "\"connections\": null");
        assertThat(text(endpoints.answer("/connz", null))).contains("\"connections\": []");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "auth=xx|Error decoding boolean for 'auth': strconv.ParseBool: parsing \"xx\": invalid syntax",
                "auth=zz&subs=yy|Error decoding boolean for 'auth': strconv.ParseBool: parsing \"zz\": invalid syntax",
                "subs=yy|Error decoding boolean for 'subs': strconv.ParseBool: parsing \"yy\": invalid syntax",
                "offset=%22x|Error decoding int for 'offset': strconv.Atoi: parsing \"\\\"x\": invalid syntax",
                "limit=99999999999999999999|Error decoding int for 'limit': strconv.Atoi:"
                        + " parsing \"99999999999999999999\": value out of range",
                "cid=-1|Error decoding uint64 for 'cid': strconv.ParseUint: parsing \"-1\": invalid syntax",
                "state=foo|Error decoding state for foo",
                "sort=foo|invalid sorting option: foo",
                "sort=stop|sort by stop only valid on closed connections",
                "sort=reason&state=all|sort by reason only valid on closed connections",
            })
    void shouldRefuseBadParameters(String query, String message) {
        // MO-8, MO-16
        MonitorResponse response = endpoints.answer("/connz", query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).isEqualTo(message);
        // The reference leaves it to its library, which looks at the text.
        assertThat(response.headers())
                .isEqualTo(Map.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth=1",
                "auth=t",
                "auth=TRUE",
                "auth=True",
                "auth=0",
                "auth=F",
                "auth=",
                "sort=cid&%zz",
                "a;b=1"
            })
    void shouldTakeWhatTheReferenceTakes(String query) {
        // MO-9
        assertThat(endpoints.answer("/connz", query).status()).isEqualTo(200);
    }

    @Test
    void shouldShowTheSublistsFigures() {
        // MO-78, MO-79
        server.sublist = new SublistTotals(62, 7, 62, 0, 8, 1, 1, 5);

        assertThat(text(endpoints.answer("/subscriptionsz", null))).isEqualTo("""
                {
                  "server_id": "NID",
                  "now": "2026-11-21T11:45:05.928044505Z",
                  "num_subscriptions": 62,
                  "num_cache": 7,
                  "num_inserts": 62,
                  "num_removes": 0,
                  "num_matches": 8,
                  "cache_hit_rate": 0.125,
                  "max_fanout": 1,
                  "avg_fanout": 0.7142857142857143,
                  "total": 0,
                  "offset": 0,
                  "limit": 1024
                }""");
    }

    @Test
    void shouldListSubscriptionsThatASubjectWouldReach() throws IOException {
        // MO-24
        server.subscriptions.add(new SubscriptionSnapshot("A", "A", "foo.*", null, "1", 0, 0, 5));
        server.subscriptions.add(new SubscriptionSnapshot("$G", "$G", "bar", null, "2", 0, 0, 6));

        assertThat(json("/subsz", "subs=1").get("total").asInt()).isEqualTo(2);
        assertThat(json("/subsz", "subs=1&acc=A")
                        .at("/subscriptions_list/0/account_tag")
                        .asText())
                .isEqualTo("A");
        assertThat(json("/subsz", "subs=1&test=foo.x")
                        .at("/subscriptions_list/0/sid")
                        .asText())
                .isEqualTo("1");
        assertThat(json("/subsz", "subs=1&test=nobody").has("subscriptions_list"))
                .isFalse();
        assertThat(json("/subsz", "subs=1&offset=1&limit=5")
                        .at("/subscriptions_list")
                        .size())
                .isEqualTo(1);
        assertThat(text(endpoints.answer("/subsz", "test=a..b")))
                .isEqualTo("invalid test subject, must be valid publish subject: a..b");
    }

    @Test
    void shouldBeHealthyWhileClientsCanConnect() {
        // MO-33, MO-37
        assertThat(text(endpoints.answer("/healthz", "js-enabled-only=true"))).isEqualTo("{\"status\":\"ok\"}");

        server.notReadyReason = "no listener";
        MonitorResponse plain = endpoints.answer("/healthz", null);
        MonitorResponse detailed = endpoints.answer("/healthz", "details=1");

        assertThat(plain.status()).isEqualTo(500);
        assertThat(text(plain)).isEqualTo("{\"status\":\"error\",\"error\":\"no listener\"}");
        assertThat(text(detailed))
                .isEqualTo("{\"status\":\"error\",\"errors\":[{\"type\":\"CONNECTION\",\"error\":\"no listener\"}]}");
    }

    @Test
    void shouldSayWhatIsMissingInAHealthRequest() {
        // MO-35, MO-36, MO-42
        assertThat(text(endpoints.answer("/healthz", "stream=s")))
                .isEqualTo("{\"status\":\"error\","
                        + "\"error\":\"\\\"account\\\" must not be empty when checking stream health\"}");
        assertThat(text(endpoints.answer("/healthz", "account=A&consumer=c&details=1")))
                .isEqualTo("{\"status\":\"error\",\"errors\":[{\"type\":\"BAD_REQUEST\","
                        + "\"error\":\"\\\"stream\\\" must not be empty when checking consumer health\"}]}");
        assertThat(endpoints.answer("/healthz", "stream=s").status()).isEqualTo(400);
        assertThat(endpoints.answer("/healthz", "js-meta-only=x").status()).isEqualTo(400);
    }

    @Test
    void shouldLinkTheEndpointsFromTheRoot() {
        // MO-4
        MonitorResponse root = endpoints.answer("/", null);

        assertThat(root.headers()).isEqualTo(Map.of("Content-Type", "text/html; charset=utf-8"));
        assertThat(text(root)).contains("./varz", "./connz", "./subsz", "./healthz", "&lt;name&gt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nosuch", "/varz/", "", "//"})
    void shouldNotKnowOtherPaths(String path) {
        assertThat(endpoints.answer(path, null).status()).isEqualTo(404);
        assertThat(text(endpoints.answer(path, null))).isEqualTo("404 page not found\n");
    }

    @Test
    void shouldAnswerBelowItsBasePathOnly() {
        // MO-2
        server.basePath = "/nats";

        assertThat(endpoints.answer("/nats", null).status()).isEqualTo(200);
        assertThat(endpoints.answer("/nats/varz", null).status()).isEqualTo(200);
        for (String path : List.of("/", "/varz", "/nats/", "/natsvarz")) {
            assertThat(endpoints.answer(path, null).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void shouldCountRequests() throws IOException {
        // MO-10
        endpoints.answer("/connz", null);
        endpoints.answer("/connz", null);
        endpoints.answer("/subscriptionsz", null);
        endpoints.answer("/", null);
        endpoints.answer("/nosuch", null);

        assertThat(json("/varz", "").get("http_req_stats"))
                .hasToString("{\"/\":1,\"/connz\":2,\"/subsz\":1,\"/varz\":1}");
    }

    @Test
    void shouldShowWhatTheThreadsDo() {
        // MO-31
        assertThat(text(endpoints.answer("/stacksz", null)))
                .contains("\"" + Thread.currentThread().getName() + "\" [RUNNABLE]:", "MonitorEndpointsTest");
    }

    private JsonNode json(String path, String query) throws IOException {
        return new ObjectMapper().readTree(endpoints.answer(path, query).body());
    }

    private String cids(String path, String query) throws IOException {
        List<String> cids = new ArrayList<>();
        for (JsonNode connection : json(path, query).get("connections")) {
            cids.add(connection.get("cid").asText());
        }
        return String.join(" ", cids);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String text(MonitorResponse response) {
        return new String(response.body(), UTF_8);
    }

    @Test
    void shouldShowMetricsUnderTheExportersNames() {
        // given
        server.open.add(FakeServer.connection(3, "ada", "A"));

        // when
        MonitorResponse response = endpoints.answer("/metrics", null);

        // then
        assertThat(response.headers()).containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        String text = new String(response.body(), UTF_8);
        assertThat(text.lines())
                .contains(
                        "gannet_uptime_seconds{server_id=\"NID\"} 65",
                        "gannet_in_bytes_total{server_id=\"NID\"} 2",
                        "gannet_cpu_percent{server_id=\"NID\"} 1.5",
                        "# TYPE gnatsd_varz_connections gauge",
                        "gnatsd_varz_connections{server_id=\"NID\"} 1",
                        "gnatsd_varz_slow_consumer_stats_clients{server_id=\"NID\"} 5",
                        "gnatsd_varz_server_name{server_id=\"NID\",value=\"<name>\"} 1",
                        "gnatsd_subsz_num_subscriptions{server_id=\"NID\"} 0",
                        "gnatsd_routez_num_routes{server_id=\"NID\"} 0",
                        "gnatsd_connz_out_bytes{server_id=\"NID\"} 12",
                        "gnatsd_healthz_status{server_id=\"NID\"} 0",
                        "gnatsd_accstatz_sent_messages{account=\"A\",account_id=\"A\",account_name=\"A\","
                                + "server_id=\"NID\"} 3")
                .anyMatch(line -> line.startsWith(
                        "gnatsd_varz_start{server_id=\"NID\"} " + FakeServer.START.getEpochSecond() + "."));
        assertThat(text.lines().filter(line -> line.startsWith("# TYPE")).distinct())
                .hasSameSizeAs(
                        text.lines().filter(line -> line.startsWith("# TYPE")).toList());
    }

    /** Recorded from prometheus-nats-exporter before nats-server 2.15.2; each has {@code gnatsd_} in front. */
    private static final String EXPORTER_NAMES = """
            connz_in_bytes connz_in_msgs connz_limit connz_num_connections connz_offset connz_out_bytes connz_out_msgs
            connz_pending_bytes connz_subscriptions connz_total healthz_status healthz_status_value leafz_conn_nodes_total
            routez_num_routes routez_server_id routez_server_name subsz_avg_fanout subsz_cache_hit_rate subsz_limit
            subsz_max_fanout subsz_num_cache subsz_num_inserts subsz_num_matches subsz_num_removes subsz_num_subscriptions
            subsz_offset subsz_server_id subsz_total varz_auth_timeout varz_config_load_time varz_connections varz_cores
            varz_cpu varz_disk_io_wait_stats_max_wait_time varz_disk_io_wait_stats_wait_time
            varz_disk_io_wait_stats_waiters varz_disk_io_wait_stats_waits varz_gomaxprocs varz_http_port varz_https_port
            varz_in_bytes varz_in_client_bytes varz_in_client_msgs varz_in_msgs varz_leafnodes varz_max_connections
            varz_max_control_line varz_max_payload varz_max_pending varz_mem varz_out_bytes varz_out_client_bytes
            varz_out_client_msgs varz_out_msgs varz_ping_interval varz_ping_max varz_port varz_proto varz_remotes
            varz_routes varz_server_id varz_server_name varz_slow_consumer_stats_clients varz_slow_consumer_stats_gateways
            varz_slow_consumer_stats_leafs varz_slow_consumer_stats_routes varz_slow_consumers
            varz_stale_connection_stats_clients varz_stale_connection_stats_gateways varz_stale_connection_stats_leafs
            varz_stale_connection_stats_routes varz_stale_connections varz_stalled_clients varz_start varz_subscriptions
            varz_tls_timeout varz_total_connections varz_version varz_write_deadline
            """;

    @Test
    void shouldHaveEveryMetricOfTheExporter() {
        String text = new String(endpoints.answer("/metrics", null).body(), UTF_8);
        assertThat(text.lines()
                        .filter(line -> line.startsWith("# TYPE gnatsd_"))
                        .map(line -> line.split(" ", -1)[2].substring("gnatsd_".length())))
                .contains(EXPORTER_NAMES.strip().split("\\s+"));
    }
}
