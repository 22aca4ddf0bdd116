package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fields of the monitoring pages, and the JSON types of their values: those that nats-server shows of the same settings and
 * the same traffic. They are in {@code shapes.txt}, made by nats-server; {@code -Dgannet.reference=... -Dgannet.shapes.record=true}
 * makes it again.
 */
class MonitoringShapesIT {
    private static final Path RECORD = Path.of("src/test/resources/monitor/shapes.txt");

    /** What is asked, in this order. */
    private static final List<String> PAGES = List.of(
            "/connz",
            "/connz?subs=1",
            "/connz?subs=detail&auth=1",
            "/connz?state=closed&auth=1",
            "/connz?state=any&limit=1&sort=start",
            "/connz?acc=A",
            "/subsz",
            "/subsz?subs=1",
            "/subsz?subs=1&acc=A&test=orders.new",
            "/accountz",
            "/accountz?acc=A",
            "/accstatz",
            "/accstatz?unused=1",
            "/jsz",
            "/jsz?accounts=1",
            "/jsz?acc=A",
            "/jsz?acc=A&streams=1",
            "/jsz?acc=A&consumers=1&config=1",
            "/jsz?accounts=1&consumers=1&raft=1&direct-consumers=1",
            "/healthz",
            "/healthz?details=1",
            "/healthz?js-enabled-only=1",
            "/healthz?account=A&stream=ORDERS&consumer=desk",
            "/healthz?account=A&stream=NONE",
            "/healthz?account=A&stream=NONE&details=1",
            "/routez",
            "/routez?subs=1",
            "/gatewayz",
            "/gatewayz?accs=1",
            "/leafz",
            "/leafz?subs=1",
            "/varz");

    /** Numbers that may have a fraction; whether they have one is chance. */
    private static final Set<String> FLOATS = Set.of("cpu", "cache_hit_rate", "avg_fanout");

    /** How nats-server was built; and what depends on its environment. */
    private static final Set<String> BUILD = Set.of("git_commit", "gomemlimit");

    @TempDir
    Path directory;

    private final ObjectMapper json = new ObjectMapper();
    private RunningServer server;
    private Connection client;

    @BeforeEach
    void start() throws Exception {
        server = ServerUnderTest.start("""
                server_name: one
                server_tags: [ "az:1" ]
                server_metadata { rack: "7" }
                http: "127.0.0.1:-1"
                jetstream { store_dir: "%s", max_mem: 1G, max_file: 2G, domain: hub, limits { max_ack_pending: 500 } }
                accounts {
                  A {
                    jetstream { max_mem: 1M, max_file: 2M }
                    users: [ { user: a, password: a, permissions { publish: ">", subscribe: ">" } } ]
                    exports: [ { service: "desk.*", accounts: [ B ], latency: { sampling: 50%%, subject: lat } }, { stream: "news" } ]
                    mappings { "old.*": "new.$1" }
                  }
                  B { users: [ { user: b, password: b } ], imports: [ { stream: { account: A, subject: "news" } }, { service: { account: A, subject: "desk.1" } } ] }
                  SYS { users: [ { user: s, password: s } ] }
                }
                system_account: SYS
                """.formatted(directory));
        connect("b").close();
        client = connect("a");
        JetStreamManagement streams = client.jetStreamManagement();
        streams.addStream(StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .maxBytes(1_000)
                .build());
        streams.addOrUpdateConsumer(
                "ORDERS", ConsumerConfiguration.builder().durable("desk").build());
        client.jetStream().publish("orders.new", "hello".getBytes(UTF_8));
        client.subscribe("orders.*");
        client.subscribe("work", "workers");
        client.publish("orders.new", new byte[5]);
        client.flush(Clients.SOON);
        eventually(
                () -> assertThat(get("/connz?state=closed").path("connections")).hasSize(1));
    }

    private Connection connect(String user) throws Exception {
        return Nats.connect(Clients.options(server.url())
                .connectionName("shop")
                .userInfo(user, user)
                .build());
    }

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        if (server != null) { // Aborted when the server under test cannot do it.
            server.close();
        }
    }

    @Test // MO-45..MO-65, MO-66..MO-99
    void shouldHaveTheFieldsAndTypesOfTheReference() throws Exception {
        assertThat(shapes()).containsExactlyElementsOf(recorded());
    }

    @Test
    void shouldRecordWhatTheReferenceShows() throws Exception {
        assumeTrue(ServerUnderTest.isReference() && Boolean.getBoolean("gannet.shapes.record"), "nothing to record");
        Files.writeString(RECORD, String.join("\n", shapes()) + "\n");
    }

    private static List<String> recorded() throws IOException {
        return Files.readAllLines(RECORD);
    }

    private List<String> shapes() throws Exception {
        Set<String> lines = new TreeSet<>();
        for (String page : PAGES) {
            addShape(page + " ", get(page), lines);
        }
        return List.copyOf(lines);
    }

    /** One line for each field of {@code value}: the page, the way to the field, and the type of what is there. */
    private static void addShape(String way, JsonNode value, Set<String> lines) {
        if (value.isObject()) {
            lines.add(way + "{}");
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (!BUILD.contains(field.getKey())) {
                    addShape(way + "." + field.getKey(), field.getValue(), lines);
                }
            }
        } else if (value.isArray()) {
            lines.add(way + " []");
            value.forEach(element -> addShape(way + "[]", element, lines));
        } else {
            lines.add(way + " " + type(way, value));
        }
    }

    private static String type(String way, JsonNode value) {
        if (value.isNumber()) {
            String name = way.substring(way.lastIndexOf('.') + 1);
            return FLOATS.contains(name) || !value.isIntegralNumber() ? "float" : "int";
        }
        return value.isTextual() ? "string" : value.isBoolean() ? "bool" : "null";
    }

    private JsonNode get(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.monitoringPort() + page))
                .build();
        return json.readTree(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }
}
