package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand clients at once. */
class ManyConnectionsIT {
    private static final int CLIENTS = 1_000;

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test
    void shouldServeAThousandClients() throws Exception {
        List<WireConnection> clients = new ArrayList<>();
        try {
            // given a thousand clients, each with a subscription of its own and one that all have
            for (int i = 0; i < CLIENTS; i++) {
                WireConnection client = new WireConnection(server.clientPort());
                clients.add(client);
                client.send("CONNECT {\"verbose\":false}\r\nSUB own." + i + " 1\r\nSUB all 2\r\nPING\r\n");
            }
            for (WireConnection client : clients) {
                assertThat(client.readLine()).startsWith("INFO ");
                assertThat(client.readLine()).isEqualTo("PONG\r\n");
            }

            // when each writes to its neighbour, and one to all
            for (int i = 0; i < CLIENTS; i++) {
                clients.get(i).send("PUB own." + (i + 1) % CLIENTS + " 2\r\nhi\r\nPING\r\n");
            }
            for (int i = 0; i < CLIENTS; i++) {
                assertThat(clients.get(i).readLines(3))
                        .containsExactlyInAnyOrder("MSG own." + i + " 1 2", "hi", "PONG");
            }
            clients.get(0).send("PUB all 2\r\nho\r\n");

            // then each has both messages
            for (WireConnection client : clients) {
                assertThat(client.readLines(2)).containsExactly("MSG all 2 2", "ho");
            }
        } finally {
            for (WireConnection client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldServeClientsThatComeAndGo() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            try (WireConnection client = new WireConnection(server.clientPort())) {
                client.send("CONNECT {\"verbose\":false}\r\nSUB come.go 1\r\nPUB come.go 1\r\nx\r\nPING\r\n");
                client.readLine();
                assertThat(client.readLines(3)).containsExactly("MSG come.go 1 1", "x", "PONG");
            }
        }
    }
}
