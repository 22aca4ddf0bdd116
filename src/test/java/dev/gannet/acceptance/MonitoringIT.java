package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The monitoring endpoints, as tools read them. The sets of fields are nats-server's. */
class MonitoringIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** MO-45; what a server without JetStream, TLS, users and a cluster shows. */
    private static final String VARZ = """
            server_id server_name version proto go host port max_connections ping_interval ping_max http_host http_port
            http_base_path https_port auth_timeout max_control_line max_payload max_pending cluster gateway leaf mqtt
            websocket jetstream tls_timeout write_deadline start now uptime mem cores gomaxprocs cpu connections
            total_connections routes remotes leafnodes in_msgs in_bytes in_client_msgs in_client_bytes out_msgs out_bytes
            out_client_msgs out_client_bytes slow_consumers stale_connections stalled_clients subscriptions http_req_stats
            config_load_time config_digest system_account slow_consumer_stats stale_connection_stats disk_io_wait_stats
            """;

    /** Fields that depend on the build, the machine or on JetStream. */
    private static final Set<String> VARZ_OPTIONAL = Set.of("git_commit", "gomemlimit", "feature_flags");

    /** MO-66 */
    private static final String CONNZ = "server_id now num_connections total offset limit connections";

    /** MO-67; what an open connection of the Java client shows. */
    private static final String CONNECTION = """
            cid kind type ip port start last_activity rtt uptime idle pending_bytes in_msgs out_msgs in_bytes out_bytes
            subscriptions name lang version
            """;

    /** MO-78, MO-79 */
    private static final String SUBSZ = """
            server_id now num_subscriptions num_cache num_inserts num_removes num_matches cache_hit_rate max_fanout
            avg_fanout total offset limit
            """;

    /** MO-81; what an account that the configuration made always shows. */
    private static final String ACCOUNT = """
            account_name update_time expired complete jetstream_enabled leafnode_connections client_connections
            subscriptions name_tag sublist_stats
            """;

    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        server = ServerUnderTest.start(
                "http: \"127.0.0.1:-1\"\nmax_pending: 1MB\nmax_payload: 128KB\nwrite_deadline: \"2s\"");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) { // Aborted when the server under test cannot do it.
            server.close();
        }
    }

    @Test // MO-45
    void shouldShowTheServer() throws Exception {
        JsonNode varz = get("/varz");
        List<String> names = names(varz);
        names.removeAll(VARZ_OPTIONAL);
        assertThat(names).containsExactlyInAnyOrder(VARZ.strip().split("\\s+"));
        assertThat(varz.path("port").asInt()).isEqualTo(server.clientPort());
        assertThat(varz.path("max_payload").asInt()).isEqualTo(128 << 10);
        assertThat(varz.path("max_pending").asInt()).isEqualTo(1 << 20);
        assertThat(varz.path("max_control_line").asInt()).isEqualTo(4_096);
        assertThat(varz.path("max_connections").asInt()).isEqualTo(65_536);
        assertThat(varz.path("ping_interval").asLong()).isEqualTo(120_000_000_000L);
        assertThat(varz.path("ping_max").asInt()).isEqualTo(2);
        assertThat(varz.path("write_deadline").asLong()).isEqualTo(2_000_000_000L);
        assertThat(varz.path("auth_timeout").asDouble()).isEqualTo(2);
        assertThat(varz.path("proto").asInt()).isEqualTo(1);
        assertThat(varz.path("system_account").asText()).isEqualTo("$SYS");
        assertThat(varz.path("uptime").asText()).matches("\\d+s");
        assertThat(varz.path("start").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(varz.path("mem").asLong()).isPositive();
    }

    @Test // MO-45
    void shouldCountMessages() throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection subscriber = Clients.connect(server.url())) {
            // given two subscriptions
            subscriber.subscribe("count");
            subscriber.subscribe("count");
            subscriber.flush(SOON);

            // when ten messages of five bytes are published
            for (int i = 0; i < 10; i++) {
                publisher.publish("count", new byte[5]);
            }
            publisher.flush(SOON);
            subscriber.flush(SOON);

            // then ten went in and twenty out
            eventually(() -> {
                JsonNode varz = get("/varz");
                assertThat(varz.path("in_msgs").asInt()).isEqualTo(10);
                assertThat(varz.path("in_bytes").asInt()).isEqualTo(50);
                assertThat(varz.path("out_msgs").asInt()).isEqualTo(20);
                assertThat(varz.path("out_bytes").asInt()).isEqualTo(100);
                assertThat(varz.path("in_client_msgs").asInt()).isEqualTo(10);
                assertThat(varz.path("out_client_msgs").asInt()).isEqualTo(20);
                assertThat(varz.path("connections").asInt()).isEqualTo(2);
                assertThat(varz.path("total_connections").asInt()).isEqualTo(2);
            });
        }
    }

    @Test // MO-10
    void shouldCountItsOwnRequests() throws Exception {
        get("/connz");
        get("/varz");
        JsonNode counts = get("/varz").path("http_req_stats");
        assertThat(counts.path("/varz").asInt()).isEqualTo(2);
        assertThat(counts.path("/connz").asInt()).isEqualTo(1);
    }

    @Test // MO-66, MO-67
    void shouldShowConnections() throws Exception {
        try (Connection client = Nats.connect(
                Clients.options(server.url()).connectionName("shop").build())) {
            // given a client with a subscription that has published
            client.subscribe("orders");
            client.publish("orders", new byte[5]);
            client.flush(SOON);

            // then it is shown
            eventually(() -> {
                JsonNode connz = get("/connz");
                assertThat(names(connz)).containsExactlyInAnyOrder(CONNZ.split(" "));
                assertThat(connz.path("num_connections").asInt()).isEqualTo(1);
                JsonNode shown = connz.path("connections").path(0);
                assertThat(names(shown))
                        .containsExactlyInAnyOrder(CONNECTION.strip().split("\\s+"));
                assertThat(shown.path("kind").asText()).isEqualTo("Client");
                assertThat(shown.path("type").asText()).isEqualTo("nats");
                assertThat(shown.path("name").asText()).isEqualTo("shop");
                assertThat(shown.path("lang").asText()).isEqualTo("java");
                assertThat(shown.path("ip").asText()).isEqualTo("127.0.0.1");
                assertThat(shown.path("in_msgs").asInt()).isEqualTo(1);
                assertThat(shown.path("in_bytes").asInt()).isEqualTo(5);
                assertThat(shown.path("out_msgs").asInt()).isEqualTo(1);
                assertThat(shown.path("subscriptions").asInt()).isEqualTo(1);
            });
        }
    }

    @Test // MO-14, MO-70
    void shouldShowTheSubscriptionsOfConnections() throws Exception {
        try (WireConnection client = connect()) {
            client.send("SUB orders.* 1\r\nSUB work workers 2\r\nUNSUB 2 5\r\nPING\r\n");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");

            JsonNode brief = get("/connz?subs=1").path("connections").path(0).path("subscriptions_list");
            assertThat(texts(brief)).containsExactlyInAnyOrder("orders.*", "work");

            JsonNode detail =
                    get("/connz?subs=detail").path("connections").path(0).path("subscriptions_list_detail");
            assertThat(detail).hasSize(2);
            JsonNode member = detail.path(detail.path(0).has("qgroup") ? 0 : 1);
            assertThat(names(member)).containsExactlyInAnyOrder("subject", "qgroup", "sid", "msgs", "max", "cid");
            assertThat(member.path("qgroup").asText()).isEqualTo("workers");
            assertThat(member.path("sid").asText()).isEqualTo("2");
            assertThat(member.path("max").asInt()).isEqualTo(5);
        }
    }

    @Test // MO-14, MO-18, MO-20
    void shouldShowSomeConnectionsOnly() throws Exception {
        try (WireConnection first = connect();
                WireConnection second = connect();
                WireConnection third = connect()) {
            assertThat(List.of(first, second, third)).hasSize(3);

            JsonNode all = get("/connz");
            assertThat(all.path("connections")).hasSize(3);
            long cid = all.path("connections").path(1).path("cid").asLong();

            JsonNode page = get("/connz?limit=1&offset=1");
            assertThat(page.path("connections")).hasSize(1);
            assertThat(page.path("connections").path(0).path("cid").asLong()).isEqualTo(cid);
            assertThat(page.path("total").asInt()).isEqualTo(3);
            assertThat(page.path("limit").asInt()).isEqualTo(1);

            JsonNode one = get("/connz?cid=" + cid);
            assertThat(one.path("connections")).hasSize(1);
            assertThat(one.path("connections").path(0).path("cid").asLong()).isEqualTo(cid);
        }
    }

    @ParameterizedTest // MO-15
    @ValueSource(
            strings = {
                "cid",
                "start",
                "subs",
                "pending",
                "msgs_to",
                "msgs_from",
                "bytes_to",
                "bytes_from",
                "last",
                "idle",
                "uptime",
                "rtt"
            })
    void shouldSortConnections(String sort) throws Exception {
        try (WireConnection first = connect();
                WireConnection second = connect()) {
            assertThat(List.of(first, second)).hasSize(2);
            assertThat(get("/connz?sort=" + sort).path("connections")).hasSize(2);
        }
    }

    @Test // MO-15
    void shouldSortConnectionsByTheirSubscriptions() throws Exception {
        try (WireConnection first = connect();
                WireConnection second = connect()) {
            first.send("PING\r\n");
            first.readLine();
            second.send("SUB a 1\r\nSUB b 2\r\nPING\r\n");
            second.readLine();
            JsonNode sorted = get("/connz?sort=subs").path("connections");
            assertThat(sorted.path(0).path("subscriptions").asInt()).isEqualTo(2);
            assertThat(sorted.path(1).path("subscriptions").asInt()).isZero();
        }
    }

    @Test // CP-155, MO-14, MO-18
    void shouldShowWhyConnectionsEnded() throws Exception {
        // given clients that ended in different ways
        connect().close();
        try (WireConnection confused = connect()) {
            confused.send("HELLO\r\n");
            confused.readToEnd();
        }
        try (WireConnection greedy = connect()) {
            greedy.send("PUB a 99999999\r\n");
            greedy.readToEnd();
        }

        try (WireConnection unclear = connect()) {
            unclear.send("-ERR 'no'\r\n");
            unclear.readToEnd();
        }
        try (WireConnection talkative = connect()) {
            talkative.send("SUB " + "a".repeat(5_000) + " 1\r\n");
            talkative.readToEnd();
        }
        try (WireConnection modern = new WireConnection(server.clientPort())) {
            modern.send("CONNECT {\"protocol\":9}\r\n");
            modern.readToEnd();
        }

        // then the reasons are shown
        eventually(() -> assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "Client Closed",
                        "Protocol Violation",
                        "Maximum Message Payload Exceeded",
                        "Parse Error",
                        "Maximum Control Line Exceeded",
                        "Bad Client Protocol Version"));
        JsonNode closed = get("/connz?state=closed&sort=stop").path("connections");
        assertThat(names(closed.path(0))).contains("stop", "reason");
        assertThat(get("/connz").path("connections")).isEmpty();
        assertThat(get("/connz?state=any").path("connections")).hasSize(6);
    }

    @Test // CP-193, MO-61
    void shouldCountSlowConsumers() throws Exception {
        try (WireConnection slow = connect();
                Connection publisher = Clients.connect(server.url())) {
            // given a client that does not read
            slow.send("SUB flood 1\r\nPING\r\n");
            slow.readLine();

            // when more is published than may be pending
            eventually(() -> {
                publisher.publish("flood", new byte[100_000]);
                publisher.flush(SOON);
                assertThat(reasons()).containsExactly("Slow Consumer (Pending Bytes)");
            });

            // then it is counted
            JsonNode varz = get("/varz");
            assertThat(varz.path("slow_consumers").asInt()).isEqualTo(1);
            assertThat(varz.path("slow_consumer_stats").path("clients").asInt()).isEqualTo(1);
        }
    }

    @Test // MO-78, MO-79
    void shouldShowSubscriptions() throws Exception {
        try (WireConnection client = connect()) {
            JsonNode before = get("/subsz");
            assertThat(names(before)).containsExactlyInAnyOrder(SUBSZ.strip().split("\\s+"));

            client.send("SUB orders.* 1\r\nSUB work workers 2\r\nPING\r\n");
            client.readLine();

            JsonNode after = get("/subsz");
            assertThat(after.path("num_subscriptions").asInt()
                            - before.path("num_subscriptions").asInt())
                    .isEqualTo(2);
            JsonNode list = get("/subsz?subs=1&acc=$G&test=orders.new").path("subscriptions_list");
            assertThat(list).hasSize(1);
            assertThat(names(list.path(0)))
                    .containsExactlyInAnyOrder("account", "account_tag", "subject", "sid", "msgs", "cid");
            assertThat(list.path(0).path("subject").asText()).isEqualTo("orders.*");
        }
    }

    @Test // MO-33
    void shouldBeHealthy() throws Exception {
        assertThat(send("/healthz").body().strip()).isEqualTo("{\"status\":\"ok\"}");
    }

    @ParameterizedTest // MO-5
    @ValueSource(
            strings = {
                "/varz",
                "/connz",
                "/subsz",
                "/subscriptionsz",
                "/healthz",
                "/accountz",
                "/accstatz",
                "/jsz",
                "/ipqueuesz",
                "/routez",
                "/gatewayz",
                "/leafz",
                "/stacksz"
            })
    void shouldAnswerWithJsonForEveryOrigin(String path) throws Exception {
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test // MO-6
    void shouldIndentByTwoSpaces() throws Exception {
        assertThat(send("/varz").body()).startsWith("{\n  \"server_id\": \"N");
    }

    @ParameterizedTest // MO-8, MO-16, MO-24
    @CsvSource({
        "/connz?limit=x,          Error decoding int for 'limit'",
        "/connz?auth=x,           Error decoding boolean for 'auth'",
        "/connz?cid=x,            Error decoding uint64 for 'cid'",
        "/connz?state=x,          Error decoding state for x",
        "/connz?sort=x,           invalid sorting option: x",
        "/connz?sort=stop,        sort by stop only valid on closed connections",
        "/connz?sort=reason,      sort by reason only valid on closed connections",
        "/accountz?acc=x,         Account x does not exist",
        "/jsz?limit=x,            Error decoding int for 'limit'",
        "/jsz?leader-only=1,      filtered response: not leader",
        "/jsz?raft=x,             Error decoding boolean for 'raft'",
        "/accstatz?unused=x,      Error decoding boolean for 'unused'",
        "/ipqueuesz?all=x,        Error decoding boolean for 'all'",
        "/healthz?details=x,      Error decoding boolean for 'details'",
        "/routez?subs=x,          Error decoding boolean for 'subs'",
        "/subsz?test=a.*,         'invalid test subject, must be valid publish subject: a.*'",
    })
    void shouldRefuseWrongParameters(String path, String error) throws Exception {
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(error);
    }

    @Test // MO-4
    void shouldShowAPageOfLinks() throws Exception {
        HttpResponse<String> index = send("/");
        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.body()).contains("varz", "connz", "subsz", "healthz");
        HttpResponse<String> nothing = send("/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).isEqualTo("404 page not found\n");
        assertThat(nothing.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test // MO-103, MO-80, MO-81
    void shouldShowAccounts() throws Exception {
        try (WireConnection client = connect()) {
            client.send("PING\r\n");
            client.readLine();
            assertThat(texts(get("/accountz").path("accounts"))).contains("$G", "$SYS");
            JsonNode global = get("/accountz?acc=$G").path("account_detail");
            assertThat(names(global)).contains(ACCOUNT.strip().split("\\s+"));
            assertThat(global.path("client_connections").asInt()).isEqualTo(1);
            assertThat(global.path("imports").findValuesAsText("to"))
                    .containsExactlyInAnyOrder(
                            "$SYS.REQ.USER.INFO",
                            "$SYS.REQ.ACCOUNT.PING.CONNZ",
                            "$SYS.REQ.SERVER.PING.CONNZ",
                            "$SYS.REQ.ACCOUNT.PING.STATZ");
            assertThat(names(global.path("imports").path(0)))
                    .containsExactly(
                            "subject", "account", "to", "local_subject", "type", "invalid", "share", "tracking");
            assertThat(names(global.path("sublist_stats"))).hasSize(8);
            assertThat(get("/accountz?acc=$SYS")
                            .path("account_detail")
                            .path("is_system")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test // MO-26, MO-86..89
    void shouldShowWhatAccountsMoved() throws Exception {
        try (WireConnection client = connect()) {
            client.send("SUB a 1\r\nPUB a 3\r\nabc\r\nPING\r\n");
            client.readLines(3);
            JsonNode accstatz = get("/accstatz");
            assertThat(names(accstatz)).containsExactly("server_id", "now", "account_statz");
            JsonNode global = accstatz.path("account_statz").path(0);
            assertThat(names(global)).containsExactly(ACCOUNT_STAT.split(" "));
            assertThat(global.path("acc").asText()).isEqualTo("$G");
            assertThat(global.path("conns").asInt()).isEqualTo(1);
            assertThat(global.path("received").path("bytes").asInt()).isEqualTo(3);
            assertThat(global.path("sent").path("msgs").asInt()).isEqualTo(1);
            assertThat(names(global.path("sent"))).containsExactly("msgs", "bytes", "gateways", "routes", "leafs");
        }
        eventually(() -> assertThat(get("/accstatz").path("account_statz")).isEmpty());
        JsonNode all = get("/accstatz?unused=1").path("account_statz");
        assertThat(all.findValuesAsText("acc")).containsExactlyInAnyOrder("$G", "$SYS");
        assertThat(all.findValues("received"))
                .as("what a connection moved stays when it is gone")
                .anyMatch(received -> received.path("bytes").asInt() == 3);
    }

    private static final String ACCOUNT_STAT =
            "acc name conns leafnodes total_conns num_subscriptions sent received slow_consumers";

    @Test // MO-90
    void shouldShowThatJetStreamIsOff() throws Exception {
        JsonNode jsz = get("/jsz?accounts=1&streams=1&consumers=1&config=1&acc=NONE");
        assertThat(names(jsz)).containsExactly(JSZ.strip().split("\\s+"));
        assertThat(jsz.path("disabled").asBoolean()).isTrue();
        assertThat(names(jsz.path("api"))).containsExactly("level", "total", "errors");
        assertThat(names(jsz.path("config"))).containsExactly("max_memory", "max_storage");
        HttpResponse<String> raftz = send("/raftz");
        assertThat(raftz.statusCode()).isEqualTo(404);
        assertThat(raftz.body()).isEqualTo("No Raft nodes registered");
    }

    @ParameterizedTest // MO-3
    @CsvSource({
        "/./varz?a=1&b,  /varz?a=1&b,  <a href=\"/varz?a=1&amp;b\">Temporary Redirect</a>.",
        "/a/../nope,     /nope,        <a href=\"/nope\">Temporary Redirect</a>.",
        "/varz//,        /varz/,       <a href=\"/varz/\">Temporary Redirect</a>.",
    })
    void shouldTellTheSimplerPath(String path, String location, String page) throws Exception {
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).hasValue(location);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(response.body().strip()).isEqualTo(page);
    }

    @Test // MO-98
    void shouldShowItsQueues() throws Exception {
        assertThat(get("/ipqueuesz").isObject()).isTrue();
        JsonNode all = get("/ipqueuesz?all=1");
        assertThat(all).isNotEmpty().allMatch(queue -> queue.has("pending"));
        assertThat(get("/ipqueuesz?all=1&queues=none+of+that+name")).isEmpty();
    }

    private static final String JSZ = """
            memory storage reserved_memory reserved_storage accounts ha_assets api server_id now disabled config streams
            consumers messages bytes total
            """;

    @Test // MO-32
    void shouldShowTheMemoryOfTheProcess() throws Exception {
        JsonNode vars = get("/debug/vars");
        assertThat(names(vars)).containsExactly("cmdline", "memstats");
        assertThat(vars.path("memstats").path("HeapAlloc").asLong()).isPositive();
        assertThat(send("/debug/vars").headers().firstValue("Content-Type"))
                .hasValue("application/json; charset=utf-8");
    }

    @Test // MO-71, MO-73, MO-76: of a server that knows no other
    void shouldShowThatThereAreNoOtherServers() throws Exception {
        assertThat(names(get("/routez"))).containsExactly("server_id", "server_name", "now", "num_routes", "routes");
        assertThat(names(get("/gatewayz")))
                .containsExactly("server_id", "now", "outbound_gateways", "inbound_gateways");
        assertThat(names(get("/leafz"))).containsExactly("server_id", "now", "leafnodes", "leafs");
    }

    @Test // MO-18
    void shouldShowWhoWasRefused() throws Exception {
        server.close();
        server = ServerUnderTest.start("http: \"127.0.0.1:-1\"\nauthorization { user: ada, password: right }");
        try (WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            client.send("CONNECT {\"verbose\":false,\"user\":\"eve\",\"pass\":\"wrong\"}\r\n");
            client.readToEnd();
        }
        eventually(() -> assertThat(reasons()).containsExactly("Authentication Failure"));
        JsonNode refused = get("/connz?state=closed&auth=1").path("connections").path(0);
        assertThat(refused.path("authorized_user").asText()).isEqualTo("eve");
    }

    private WireConnection connect() throws IOException {
        WireConnection client = new WireConnection(server.clientPort());
        client.readLine();
        client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
        assertThat(client.readLine()).isEqualTo("PONG\r\n");
        return client;
    }

    private List<String> reasons() throws Exception {
        List<String> reasons = new ArrayList<>();
        get("/connz?state=closed")
                .path("connections")
                .forEach(connection -> reasons.add(connection.path("reason").asText()));
        return reasons;
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + path);
        return HTTP.send(HttpRequest.newBuilder(uri).timeout(SOON).build(), BodyHandlers.ofString());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
