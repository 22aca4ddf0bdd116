package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The greatest message that a server takes, as the NATS Java client sees it. */
class MaxPayloadIT {
    private static final int MAX = 1_000;

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("max_payload: " + MAX);

    @Test // CP-66
    void shouldTellClientsTheLimit() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            assertThat(client.getMaxPayload()).isEqualTo(MAX);
            assertThatThrownBy(() -> client.publish("large", new byte[MAX + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldTakeAMessageAsLargeAsTheLimit() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            Subscription subscription = client.subscribe("large");
            client.publish("large", new byte[MAX]);
            assertThat(subscription.nextMessage(SOON).getData()).hasSize(MAX);
        }
    }

    @Test // CP-109, CP-130
    void shouldCloseAClientThatSendsMore() throws Exception {
        ClientEvents events = new ClientEvents();
        try (Connection client = Nats.connect(Clients.options(server.url())
                .errorListener(events)
                .clientSideLimitChecks(false)
                .build())) {
            // when a client sends more than the server takes
            client.publish("large", new byte[MAX + 1]);

            // then it is told why, and closed
            eventually(() -> assertThat(client.getStatus()).isEqualTo(Connection.Status.CLOSED));
            assertThat(client.getLastError()).isEqualToIgnoringCase("Maximum Payload Violation");
        }
    }

    @Test // CP-130
    void shouldResetAClientThatGoesOnSending() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort())) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            in.readLine();

            // when a client sends more than the server takes
            byte[] line = ("PUB large " + (MAX + 1) + "\r\n").getBytes(US_ASCII);
            socket.getOutputStream().write(Arrays.copyOf(line, line.length + MAX + 1));

            // then it is told why, and nothing else is read of what it sends
            assertThat(in.readLine()).isEqualTo("-ERR 'Maximum Payload Violation'");
            assertThatThrownBy(in::readLine).isInstanceOf(SocketException.class);
        }
    }
}
