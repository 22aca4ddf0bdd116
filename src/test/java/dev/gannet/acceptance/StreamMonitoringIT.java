package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the monitoring says of streams that there are, and what users of the system account are told. */
class StreamMonitoringIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final ObjectMapper json = new ObjectMapper();
    private RunningServer server;
    private Connection system;

    @BeforeEach
    void startWithStreams() throws Exception {
        server = ServerUnderTest.start("""
                server_name: one
                http: "127.0.0.1:-1"
                jetstream { store_dir: "%s", max_mem: 1G, max_file: 2G, domain: hub, limits { max_ack_pending: 5 } }
                accounts {
                  A {
                    jetstream { max_mem: 1M, max_file: 2M }
                    users: [ { user: a, password: a } ]
                  }
                  B { jetstream: enabled, users: [ { user: b, password: b } ] }
                  C { users: [ { user: c, password: c } ] }
                  SYS { users: [ { user: s, password: s } ] }
                }
                system_account: SYS
                """.formatted(directory));
        system = connect("s");
        try (Connection a = connect("a");
                Connection b = connect("b")) {
            make(a, "S", StorageType.File);
            make(a, "M", StorageType.Memory);
            make(b, "T", StorageType.File);
            for (String subject : List.of("T.1", "T.2", "T.1")) {
                b.jetStream().publish(subject, "hello".getBytes(StandardCharsets.UTF_8));
            }
            a.jetStream().publish("S.1", "hello".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void make(Connection connection, String name, StorageType storage) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(name + ".>")
                        .storageType(storage)
                        .maxBytes(1000)
                        .build());
    }

    @AfterEach
    void stop() throws Exception {
        system.close();
        server.close();
    }

    @Test // MO-90
    void shouldSumUpWhatThereIs() throws Exception {
        JsonNode jsz = get("/jsz");
        assertThat(names(jsz))
                .containsExactly(
                        "memory",
                        "storage",
                        "reserved_memory",
                        "reserved_storage",
                        "accounts",
                        "ha_assets",
                        "api",
                        "server_id",
                        "now",
                        "config",
                        "limits",
                        "streams",
                        "consumers",
                        "messages",
                        "bytes",
                        "total");
        assertThat(jsz.path("streams").asInt()).isEqualTo(3);
        assertThat(jsz.path("messages").asInt()).isEqualTo(4);
        assertThat(jsz.path("bytes").asInt()).isEqualTo(4 * 38);
        assertThat(jsz.path("storage").asInt()).isEqualTo(4 * 38);
        assertThat(jsz.path("reserved_memory").asInt()).isEqualTo(1000);
        assertThat(jsz.path("reserved_storage").asInt()).isEqualTo(2000);
        assertThat(jsz.path("accounts").asInt()).isEqualTo(2);
        assertThat(jsz.path("total").asInt()).isEqualTo(2);
        assertThat(jsz.path("api").path("level").asInt()).isEqualTo(5);
        assertThat(jsz.path("api").path("total").asInt()).isEqualTo(3);
        assertThat(jsz.path("config").toString())
                .isEqualTo("{\"max_memory\":1000000000,\"max_storage\":2000000000,\"store_dir\":\""
                        + directory.toRealPath().resolve("jetstream")
                        + "\",\"sync_interval\":120000000000,\"domain\":\"hub\",\"compress_ok\":true,\"strict\":true}");
        assertThat(jsz.path("limits").toString()).isEqualTo("{\"max_ack_pending\":5,\"default_max_consumers\":1000}");
    }

    @Test // MO-91, MO-92
    void shouldShowAccountsAndStreams() throws Exception {
        JsonNode jsz = get("/jsz?streams=1&config=1&raft=1&acc=B");
        assertThat(jsz.path("streams_leader").asInt()).isEqualTo(3);
        assertThat(jsz.path("account_details")).hasSize(1);
        JsonNode account = jsz.path("account_details").path(0);
        assertThat(account.path("name").asText()).isEqualTo("B");
        assertThat(account.path("storage").asInt()).isEqualTo(3 * 38);
        assertThat(account.path("reserved_storage").asText()).isEqualTo("18446744073709551615");
        JsonNode stream = account.path("stream_detail").path(0);
        assertThat(names(stream)).startsWith("name", "created", "cluster", "config", "state");
        assertThat(stream.path("cluster").toString()).isEqualTo("{\"leader\":\"one\"}");
        assertThat(stream.path("config").path("subjects").toString()).isEqualTo("[\"T.>\"]");
        assertThat(stream.path("config").path("max_bytes").asInt()).isEqualTo(1000);
        assertThat(names(stream.path("state")))
                .containsExactly(
                        "messages",
                        "bytes",
                        "first_seq",
                        "first_ts",
                        "last_seq",
                        "last_ts",
                        "num_subjects",
                        "consumer_count");
        assertThat(stream.path("state").path("messages").asInt()).isEqualTo(3);
        assertThat(stream.path("state").path("num_subjects").asInt()).isEqualTo(2);

        assertThat(get("/jsz?accounts=1&limit=1&offset=1").path("account_details"))
                .hasSize(1)
                .allMatch(one -> one.path("name").asText().equals("B"));
        assertThat(get("/jsz?accounts=1")
                        .path("account_details")
                        .path(0)
                        .path("reserved_memory")
                        .asInt())
                .isEqualTo(1_000_000);
    }

    @ParameterizedTest // MO-27: what is asked for, and which parts come
    @CsvSource({
        "'',                           0,  ''",
        "accounts=1,                   2,  ''",
        "accounts=true,                2,  ''",
        "accounts=1&limit=0,           2,  ''",
        "accounts=1&offset=10,         0,  ''",
        "streams=1,                    2,  name created cluster state",
        "streams=1&config=1,           2,  name created cluster config state",
        "consumers=1,                  2,  name created cluster state",
        "direct-consumers=1,           0,  ''",
        "stream-leader-only=1&streams=1, 2, name created cluster state",
        "leader-only=1&streams=1,      2,  name created cluster state",
        "acc=A,                        1,  ''",
        "acc=A&streams=1,              1,  name created cluster state",
        "acc=A&accounts=0,             1,  ''",
    })
    void shouldShowWhatIsAskedFor(String query, int accounts, String partsOfStream) throws Exception {
        JsonNode jsz = get("/jsz?" + query);
        assertThat(jsz.path("streams").asInt()).isEqualTo(3);
        assertThat(jsz.path("account_details")).hasSize(accounts);
        JsonNode stream =
                jsz.path("account_details").path(0).path("stream_detail").path(0);
        assertThat(String.join(" ", names(stream))).isEqualTo(partsOfStream);
    }

    @ParameterizedTest // MO-27, MO-28
    @CsvSource({
        "/jsz?limit=x, 400",
        "/jsz?offset=x, 400",
        "/jsz?accounts=x, 400",
        "/jsz?stream-leader-only=x, 400",
        "/healthz?details=x, 400",
        "/healthz?js-server-only=x, 400",
        "/healthz?js-server-only=1&account=X, 200",
        "/healthz?js-meta-only=1&account=A&stream=X, 404",
        "/healthz?js-enabled-only=1&account=X, 200",
        "/healthz?js-enabled=1&account=X, 200",
        "/healthz?account=A&consumer=c, 400",
    })
    void shouldRefuseWhatItCannotRead(String path, int status) throws Exception {
        assertThat(send(path).statusCode()).isEqualTo(status);
    }

    @Test // MO-54, MO-81
    void shouldBeOnOtherPages() throws Exception {
        JsonNode varz = get("/varz").path("jetstream");
        assertThat(names(varz)).containsExactly("config", "stats", "limits");
        assertThat(varz.path("stats").path("storage").asInt()).isEqualTo(4 * 38);
        assertThat(get("/accountz?acc=A")
                        .path("account_detail")
                        .path("jetstream_enabled")
                        .asBoolean())
                .isTrue();
        assertThat(get("/accountz?acc=C")
                        .path("account_detail")
                        .path("jetstream_enabled")
                        .asBoolean())
                .isFalse();
        assertThat(get("/accountz?acc=SYS")
                        .path("account_detail")
                        .path("jetstream_enabled")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest // MO-82, MO-83
    @CsvSource({"A, imports", "C, imports", "SYS, exports"})
    void shouldBeAServiceOfTheSystemAccount(String account, String what) throws Exception {
        JsonNode shared = get("/accountz?acc=" + account).path("account_detail").path(what);
        String expected = what.equals("exports")
                ? "{'subject':'$JS.API.>','type':'service','response_type':'Singleton'}"
                : "{'subject':'$JS.API.>','account':'SYS','to':'$JS.API.>','local_subject':'$JS.API.>',"
                        + "'type':'service','invalid':false,'share':true,'tracking':false}";
        assertThat(shared).anySatisfy(one -> assertThat(one).hasToString(expected.replace('\'', '"')));
    }

    @ParameterizedTest // MO-94, MO-38
    @CsvSource({
        "'',                            200, ok",
        "account=A,                     200, ok",
        "account=A&stream=S,            200, ok",
        "js-enabled-only=1,             200, ok",
        "account=C,                     404, unavailable",
        "account=A&stream=T,            404, unavailable",
        "account=B&stream=T&consumer=D, 404, unavailable",
        "account=X&details=true,        404, error",
        "stream=S,                      400, error",
    })
    void shouldSayWhetherStreamsAreWell(String query, int status, String word) throws Exception {
        HttpResponse<String> response = send("/healthz?" + query);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json.readTree(response.body()).path("status").asText()).isEqualTo(word);
    }

    @Test // MO-95
    void shouldTellUsersOfTheSystemAccount() throws Exception {
        JsonNode jsz = ask("$SYS.REQ.SERVER.PING.JSZ", "{\"leader_only\":true}");
        assertThat(jsz.path("server").path("domain").asText()).isEqualTo("hub"); // MO-152
        assertThat(jsz.path("server").path("jetstream").asBoolean()).isTrue();
        assertThat(jsz.path("data").path("streams").asInt()).isEqualTo(3);
        JsonNode account = ask("$SYS.REQ.ACCOUNT.A.JSZ", "{\"streams\":true}").path("data"); // MO-117
        assertThat(account.path("name").asText()).isEqualTo("A");
        assertThat(account.path("stream_detail")).hasSize(2);
        assertThat(ask("$SYS.REQ.ACCOUNT.C.JSZ", "").path("error").toString())
                .isEqualTo("{\"code\":500,\"description\":\"account \\\"C\\\" not jetstream enabled\"}");
        assertThat(ask("$SYS.REQ.ACCOUNT.X.JSZ", "")
                        .path("error")
                        .path("description")
                        .asText())
                .isEqualTo("account \"X\" not found");
        JsonNode statsz = ask("$SYS.REQ.SERVER.PING.STATSZ", "").path("statsz").path("jetstream"); // MO-159
        assertThat(statsz.path("stats").path("storage").asInt()).isEqualTo(4 * 38);
        assertThat(statsz.path("config").has("store_dir")).isFalse();
        assertThat(ask("$SYS.REQ.SERVER.PING.HEALTHZ", "{\"account\":\"A\",\"stream\":\"X\",\"details\":true}")
                        .path("data")
                        .toString())
                .isEqualTo(
                        "{\"status\":\"error\",\"status_code\":404,\"errors\":[{\"type\":\"STREAM\",\"account\":\"A\","
                                + "\"stream\":\"X\",\"error\":\"JetStream stream \\\"X\\\" not found on account \\\"A\\\"\"}]}");
        assertThat(ask("$SYS.REQ.SERVER.PING.IDZ", "{\"domain\":\"hub\"}")
                        .path("name")
                        .asText())
                .isEqualTo("one");
    }

    @Test // MO-91 to MO-93, CO-66, CO-174
    void shouldShowConsumers() throws Exception {
        // given
        try (Connection b = connect("b")) {
            consumer(b, "c", "\"durable_name\":\"c\",\"ack_policy\":\"explicit\",\"filter_subject\":\"T.1\"");
            consumer(b, "copy", "\"direct\":true,\"deliver_subject\":\"x\",\"inactive_threshold\":60000000000");
        }

        // when
        JsonNode stream = streamOf(get("/jsz?acc=B&consumers=1"));
        JsonNode all = streamOf(get("/jsz?acc=B&consumers=1&config=1&direct-consumers=1"));

        // then
        JsonNode shown = stream.path("consumer_detail").path(0);
        assertThat(stream.has("direct_consumer_detail")).isFalse();
        assertThat(stream.path("consumer_detail")).hasSize(1);
        assertThat(names(shown))
                .containsExactly(
                        "stream_name",
                        "name",
                        "created",
                        "delivered",
                        "ack_floor",
                        "num_ack_pending",
                        "num_redelivered",
                        "num_waiting",
                        "num_pending",
                        "ts");
        assertThat(shown.path("num_pending").asInt()).isEqualTo(2);
        assertThat(all.path("consumer_detail")
                        .path(0)
                        .path("config")
                        .path("filter_subject")
                        .asText())
                .isEqualTo("T.1");
        assertThat(all.path("direct_consumer_detail").path(0).path("name").asText())
                .isEqualTo("copy");

        // and of one account, consumers are shown with the streams that are asked for
        assertThat(ask("$SYS.REQ.ACCOUNT.B.JSZ", "{\"consumer\":true}")
                        .path("data")
                        .has("stream_detail"))
                .isFalse();
        assertThat(ask("$SYS.REQ.ACCOUNT.B.JSZ", "{\"consumer\":true,\"streams\":true}")
                        .path("data")
                        .path("stream_detail")
                        .path(0)
                        .path("consumer_detail"))
                .hasSize(1);
        assertThat(send("/healthz?account=B&stream=T&consumer=copy").statusCode())
                .isEqualTo(200);
        assertThat(send("/healthz?account=B&stream=T&consumer=D").statusCode()).isEqualTo(404);
    }

    private static JsonNode streamOf(JsonNode jsz) {
        return jsz.path("account_details").path(0).path("stream_detail").path(0);
    }

    private void consumer(Connection connection, String name, String config) throws Exception {
        String request = "{\"stream_name\":\"T\",\"config\":{\"name\":\"" + name + "\"," + config + "}}";
        byte[] body = request.getBytes(StandardCharsets.UTF_8);
        String made = new String(
                connection
                        .request("$JS.API.CONSUMER.CREATE.T." + name, body, SOON)
                        .getData(),
                StandardCharsets.UTF_8);
        assertThat(made).doesNotContain("\"error\"");
    }

    private Connection connect(String user) throws Exception {
        return Nats.connect(Options.builder()
                .server(server.url())
                .userInfo(user, user)
                .noReconnect()
                .build());
    }

    private JsonNode ask(String subject, String request) throws Exception {
        return json.readTree(system.request(subject, request.getBytes(StandardCharsets.UTF_8), SOON)
                .getData());
    }

    private JsonNode get(String path) throws Exception {
        return json.readTree(send(path).body());
    }

    private HttpResponse<String> send(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
