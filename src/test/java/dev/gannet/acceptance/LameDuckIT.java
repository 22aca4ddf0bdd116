package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that leaves politely, as the NATS Java client sees it. */
class LameDuckIT {
    /** The shortest that the reference takes; a server with few clients is gone long before. */
    private static final String CONFIGURATION = "lame_duck_duration: \"30s\"\nlame_duck_grace_period: \"500ms\"\n";

    @Test // CP-203, CP-205, CP-206
    void shouldSendClientsToAnotherServer() throws Exception {
        ClientEvents events = new ClientEvents();
        try (RunningServer leaving = ServerUnderTest.start(CONFIGURATION);
                RunningServer staying = ServerUnderTest.start("");
                Connection client = Nats.connect(new Options.Builder()
                        .servers(new String[] {leaving.url(), staying.url()})
                        .noRandomize()
                        .connectionTimeout(SOON)
                        .reconnectWait(Duration.ofMillis(10))
                        .reconnectJitter(Duration.ofMillis(10))
                        .maxReconnects(-1)
                        .errorListener(events)
                        .connectionListener(events)
                        .build())) {
            Subscription subscription = client.subscribe("moved");
            client.flush(SOON);

            // when the first server leaves
            leaving.enterLameDuckMode();

            // then the client is told, and moves with its subscription
            eventually(() -> assertThat(events.events()).contains(Events.LAME_DUCK, Events.RESUBSCRIBED));
            try (Connection publisher = Clients.connect(staying.url())) {
                publisher.publish("moved", new byte[0]);
                assertThat(subscription.nextMessage(SOON)).isNotNull();
            }
        }
    }

    @Test // CP-203: clients that are there are served until their turn comes.
    void shouldTakeNoNewClientsAndServeThoseThatAreThere() throws Exception {
        try (RunningServer server = ServerUnderTest.start(CONFIGURATION + "http: 127.0.0.1:-1");
                WireConnection client = new WireConnection(server.clientPort())) {
            // given a client
            client.readLine();
            assertThat(healthStatus(server)).isEqualTo(200);
            client.send("CONNECT {\"verbose\":false,\"protocol\":1}\r\nSUB greet 1\r\nPING\r\n");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");
            assertThat(client.readLine()).startsWith("INFO ");

            // when the server enters lame duck mode
            server.enterLameDuckMode();

            // then nobody else is to be sent here
            eventually(() -> assertThat(healthStatus(server)).isEqualTo(500));

            // and the client is told, is served, and at last closed
            assertThat(client.readLine()).startsWith("INFO ").contains("\"ldm\":true");
            assertThatThrownBy(() -> Clients.connect(server.url())).isInstanceOf(IOException.class);
            client.send("PUB greet 2\r\nhi\r\n");
            assertThat(client.readLine()).isEqualTo("MSG greet 1 2\r\n");
            assertThat(client.readLine()).isEqualTo("hi\r\n");
            assertThat(client.readToEnd().ended()).isTrue();
        }
    }

    @Test // CP-208
    void shouldStopAtOnceWithoutClients() throws Exception {
        try (RunningServer server = ServerUnderTest.start(CONFIGURATION)) {
            server.enterLameDuckMode();
            eventually(() -> assertThatThrownBy(() -> new WireConnection(server.clientPort()))
                    .isInstanceOf(IOException.class));
        }
    }

    private static int healthStatus(RunningServer server) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + server.monitoringPort() + "/healthz");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
