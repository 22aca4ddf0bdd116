package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server's figures among the container's metrics, while there is more and less to be counted. */
@ExtendWith(Micro.Extension.class)
class MetricsWarIT {
    private static final Path EDGE = Path.of("bin/gannet-edge").toAbsolutePath();
    private static final int SERIES_MIN = 100;
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{(.*)} \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String STREAMS = """
            jetstream { store_dir: "%s" }
            server_name: both
            """;

    private final Micro micro;

    MetricsWarIT(Micro micro) {
        this.micro = micro;
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldShowTheFiguresOfAccountsThatComeLater(@TempDir Path directory) throws Exception {
        // given
        Path file = directory.resolve("nats.conf");
        Files.writeString(file, conf("EARLY"));
        micro.set("gannet.config", file);
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        Http http = micro.http();
        eventually(() -> assertThat(http.get("/metrics").body()).containsPattern(connectionsOf("EARLY", 0)));
        assertThat(http.get("/metrics").body()).doesNotContain("LATE");

        // when the configuration is another, and somebody connects
        int port = http.number("/varz", "port");
        try (Connection admin =
                Nats.connect(Clients.options(port).userInfo("admin", "p").build())) {
            Files.writeString(file, conf("LATE"));
            String id = admin.getServerInfo().getServerId();
            assertThat(admin.request("$SYS.REQ.SERVER." + id + ".RELOAD", null, Clients.SOON))
                    .isNotNull();
        }
        try (Connection late =
                Nats.connect(Clients.options(port).userInfo("user", "p").build())) {
            late.flush(Clients.SOON);

            // then whoever asks makes the server notice, and who asks after that sees it
            eventually(() -> assertThat(http.get("/metrics").body())
                    .containsPattern(connectionsOf("LATE", 1))
                    .doesNotContain("EARLY"));
        }
    }

    @Test
    void shouldShowTheSeriesThatTheEdgeHostShows(@TempDir Path directory) throws Exception {
        // given the two hosts with the same settings, and the same things in them
        Path file = directory.resolve("nats.conf");
        Files.writeString(file, "port: -1\n" + STREAMS.formatted(directory.resolve("container")));
        micro.set("gannet.config", file);
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        Http container = micro.http();
        String settings = "http: \"127.0.0.1:-1\"\n" + STREAMS.formatted(directory.resolve("edge"));
        try (ServerProcess edge = ServerProcess.start(EDGE, settings, -1);
                Connection inContainer = withStream(container.number("/varz", "port"));
                Connection inEdge = withStream(edge.clientPort())) {
            assertThat(List.of(inContainer, inEdge)).hasSize(2);

            // then they show the same series
            Http other = Http.local(edge.monitoringPort());
            assertThat(other.status("/varz")).isEqualTo(200); // The container was asked, and counts that.
            eventually(() -> {
                Set<String> expected = series(other);
                assertThat(expected).hasSizeGreaterThan(SERIES_MIN);
                assertThat(series(container)).isEqualTo(expected);
            });
        }
    }

    private static Connection withStream(int port) throws Exception {
        Connection client = Nats.connect(Clients.options(port).build());
        JetStreamManagement streams = client.jetStreamManagement();
        streams.addStream(StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .build());
        streams.addOrUpdateConsumer(
                "ORDERS", ConsumerConfiguration.builder().durable("desk").build());
        client.jetStream().publish("orders.new", new byte[5]);
        return client;
    }

    /**
     * The series at {@code /metrics}: their names with the names of their labels. The container's own, and its label for
     * whose they are, are left out. What no series shows is another by nature: there everything is a gauge.
     */
    private static Set<String> series(Http host) {
        Set<String> series = new TreeSet<>();
        String metrics = host.get("/metrics").body();
        metrics.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            Set<String> labels = new TreeSet<>();
            String scope = "application";
            Matcher label = LABEL.matcher(sample.group(2));
            while (label.find()) {
                if (label.group(1).equals("mp_scope")) {
                    scope = label.group(2);
                } else {
                    labels.add(label.group(1));
                }
            }
            if (scope.equals("application")) {
                series.add(sample.group(1) + labels);
            }
        });
        return series;
    }

    private static String conf(String account) {
        return """
                port: -1
                accounts {
                  SYS { users: [ { user: admin, password: p } ] }
                  %s { users: [ { user: user, password: p } ] }
                }
                system_account: SYS
                """.formatted(account);
    }

    private static String connectionsOf(String account, int count) {
        return "\ngnatsd_accstatz_current_connections\\{[^}]*account=\"" + account + "\"[^}]*} " + count;
    }
}
