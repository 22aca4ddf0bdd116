package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server whose JetStream has a domain is asked by that name too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamDomainIT {
    private static final JetStreamOptions HUB =
            JetStreamOptions.builder().domain("hub").build();

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = ServerUnderTest.start("""
                http: "127.0.0.1:-1"
                jetstream { store_dir: "%s", domain: hub }
                accounts {
                  A {
                    jetstream: enabled
                    users: [ { user: a, password: a } ]
                    mappings { "$JS.hub.API.META.>": "meta.>", "orders.new": "orders.1" }
                  }
                  N { users: [ { user: n, password: n } ] }
                  SYS { users: [ { user: s, password: s } ] }
                }
                system_account: SYS
                """.formatted(directory.toRealPath()));
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    // JA-72, JA-73
    @Test
    void shouldAnswerInItsDomain() throws Exception {
        try (Connection client = Clients.connect(server.url(), "a", "a")) {
            // given
            JetStreamManagement management = client.jetStreamManagement(HUB);

            // when
            management.addStream(StreamConfiguration.builder()
                    .name("ORDERS")
                    .subjects("orders.*")
                    .storageType(StorageType.Memory)
                    .allowDirect(true)
                    .build());
            PublishAck ack = client.jetStream(HUB).publish("orders.new", "one".getBytes(UTF_8));

            // then
            assertThat(ack.getDomain()).isEqualTo("hub");
            assertThat(management.getAccountStatistics().getDomain()).isEqualTo("hub");
            assertThat(management.getLastMessage("ORDERS", "orders.1").getData())
                    .isEqualTo("one".getBytes(UTF_8));
            assertThat(client.jetStreamManagement().getStreamNames()).containsExactly("ORDERS");
        }
    }

    // JA-72
    @Test
    void shouldReachWhatIsOnlyNamedLikeTheDomain() throws Exception {
        try (Connection client = Clients.connect(server.url(), "a", "a");
                Connection other = Clients.connect(server.url(), "n", "n")) {
            // given
            var keys = client.subscribe("$KV.>");
            var meta = client.subscribe("meta.>");
            client.flush(Clients.SOON);

            // when
            client.publish("$JS.hub.API.$KV.bucket.key", new byte[0]);
            client.publish("$JS.hub.API.META.x", new byte[0]);

            // then
            assertThat(keys.nextMessage(Clients.SOON).getSubject()).isEqualTo("$KV.bucket.key");
            assertThat(meta.nextMessage(Clients.SOON).getSubject()).isEqualTo("meta.x");
            assertThatThrownBy(() -> other.jetStreamManagement(HUB).getAccountStatistics())
                    .isInstanceOf(JetStreamApiException.class)
                    .hasMessageContaining("10039");
        }
    }

    // JA-75
    @Test
    void shouldAnswerTheSystemAccountInItsDomain() throws Exception {
        try (Connection system = Clients.connect(server.url(), "s", "s")) {
            // when
            var answer = system.request("$JS.hub.API.INFO", new byte[0], Clients.SOON);

            // then
            assertThat(new String(answer.getData(), UTF_8)).contains("\"err_code\":10039");
        }
    }

    // MO-84
    @Test
    void shouldShowTheMappings() throws Exception {
        assertThat(mappings("A").path("$JS.hub.API.INFO").toString())
                .isEqualTo("[{\"subject\":\"$JS.API.INFO\",\"weight\":100}]");
        assertThat(mappings("A").path("$JS.hub.API.META.>").toString()).contains("\"meta.>\"");
        assertThat(mappings("A")).hasSize(10);
        assertThat(mappings("SYS")).hasSize(1);
        assertThat(mappings("N")).hasSize(9);
        assertThat(mappings("$G")).hasSize(9);
    }

    private JsonNode mappings(String account) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + "/accountz?acc=" + account);
        String json = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(json).path("account_detail").path("mappings");
    }
}
