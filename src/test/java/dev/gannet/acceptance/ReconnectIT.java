package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that goes away and comes back on its port, as the NATS Java client sees it. */
class ReconnectIT {
    private static final byte[] BODY = {1};

    @Test
    void shouldServeTheSubscriptionsOfAClientThatComesBack() throws Exception {
        RunningServer server = ServerUnderTest.start("");
        int port = server.clientPort();
        ClientEvents events = new ClientEvents();
        try (Connection client = Nats.connect(comingBack(server.url(), events).build())) {
            // given a client with subscriptions
            Subscription plain = client.subscribe("orders.*");
            Subscription member = client.subscribe("work", "workers");
            client.flush(SOON);

            // when the server goes away and comes back
            server.close();
            eventually(() -> assertThat(events.events()).contains(Events.DISCONNECTED));
            server = ServerUnderTest.start("", port);
            eventually(() -> assertThat(events.events()).contains(Events.RESUBSCRIBED));

            // then it gets what is published
            client.publish("orders.new", BODY);
            client.publish("work", BODY);
            assertThat(plain.nextMessage(SOON)).isNotNull();
            assertThat(member.nextMessage(SOON)).isNotNull();
        } finally {
            server.close();
        }
    }

    @Test
    void shouldTakeWhatAClientKeptWhileItWasAlone() throws Exception {
        RunningServer server = ServerUnderTest.start("");
        int port = server.clientPort();
        ClientEvents events = new ClientEvents();
        try (Connection client = Nats.connect(comingBack(server.url(), events).build())) {
            Subscription subscription = client.subscribe("kept");
            client.flush(SOON);

            // given a server that is away, and a client that keeps what it publishes (until it tries to come back it
            // does not)
            server.close();
            eventually(() -> assertThat(client.getStatus()).isEqualTo(Connection.Status.RECONNECTING));

            // when the client publishes, and the server comes back
            client.publish("kept", BODY);
            server = ServerUnderTest.start("", port);

            // then the message arrives
            assertThat(subscription.nextMessage(Duration.ofSeconds(20))).isNotNull();
        } finally {
            server.close();
        }
    }

    @Test
    void shouldMoveAClientToAnotherServer() throws Exception {
        RunningServer first = ServerUnderTest.start("");
        ClientEvents events = new ClientEvents();
        try (RunningServer second = ServerUnderTest.start("");
                Connection client = Nats.connect(comingBack(first.url(), events)
                        .servers(new String[] {first.url(), second.url()})
                        .noRandomize()
                        .build())) {
            // given a client that knows two servers
            Subscription subscription = client.subscribe("moved");
            client.flush(SOON);

            // when the first goes away
            first.close();
            eventually(() -> assertThat(events.events()).contains(Events.RESUBSCRIBED));

            // then the second serves it
            try (Connection publisher = Clients.connect(second.url())) {
                publisher.publish("moved", BODY);
                assertThat(subscription.nextMessage(SOON)).isNotNull();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void shouldRefuseConnectionsOnceItIsClosed() throws Exception {
        // given a server that has been closed
        RunningServer server = ServerUnderTest.start("");
        server.close();

        // then nobody can connect
        assertThatThrownBy(() -> Clients.connect(server.url())).isInstanceOf(IOException.class);
    }

    private static Options.Builder comingBack(String url, ClientEvents events) {
        return new Options.Builder()
                .server(url)
                .connectionTimeout(SOON)
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(10))
                .reconnectJitter(Duration.ofMillis(10))
                .errorListener(events)
                .connectionListener(events);
    }
}
