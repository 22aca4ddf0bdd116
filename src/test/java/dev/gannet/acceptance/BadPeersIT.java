package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that vanish, lie about lengths, say half of something or too much; two others must not notice. */
class BadPeersIT {
    private static final int WITNESSES = 2;
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n";

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("http: \"127.0.0.1:-1\"");

    private WitnessPair witnesses;
    private int subscriptionsBefore; // nats-server has some of its own.

    @BeforeEach
    void connectWitnesses() throws Exception {
        witnesses = new WitnessPair(server.clientPort());
        eventually(() -> assertThat(varz().path("connections").asInt()).isEqualTo(WITNESSES));
        subscriptionsBefore = varz().path("subscriptions").asInt();
    }

    @AfterEach
    void askWitnesses() throws Exception {
        witnesses.end();
        eventually(() -> assertThat(varz().path("connections").asInt()).isEqualTo(WITNESSES));
        eventually(() -> assertThat(varz().path("subscriptions").asInt()).isEqualTo(subscriptionsBefore));
        witnesses.close();
    }

    private static JsonNode varz() throws IOException {
        String url = "http://127.0.0.1:" + server.server().monitoringPort() + "/varz";
        return new ObjectMapper().readTree(URI.create(url).toURL());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "half-close", "close without reading"})
    void shouldForgetPeersThatVanish(String how) throws Exception {
        // given clients that get what others say and do not read it
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort());
            send(socket, CONNECT + "SUB flood 1\r\nPING\r\nPUB half.a.message 10\r\n12345");
            sockets.add(socket);
        }
        try (WireConnection publisher = open()) {
            publisher.send(CONNECT);

            // when they go while messages are on their way to them
            String message = "PUB flood 10000\r\n" + "x".repeat(10_000) + "\r\n";
            for (Socket socket : sockets) {
                publisher.send(message);
                vanish(socket, how);
                witnesses.exchange();
            }
            publisher.send("PING\r\n");
            assertThat(publisher.readLine()).isEqualTo("PONG\r\n");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        // then nothing of them is left: see askWitnesses
    }

    private static void vanish(Socket socket, String how) throws IOException {
        switch (how) {
            case "reset" -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case "half-close" -> socket.shutdownOutput();
            default -> socket.close();
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    @ParameterizedTest // CP-106, CP-107, CP-109, CP-130
    @ValueSource(
            strings = {
                "PUB a 999999999",
                "PUB a 1048577",
                "PUB a -1",
                "PUB a 9999999999",
                "PUB a 99999999999999999999",
                "PUB a 18446744073709551616",
                "PUB a 0x10",
                "PUB a 1e3",
                "PUB a +1",
                "PUB a",
                "HPUB a 5 4",
                "HPUB a 999999999 4",
                "HPUB a -1 4",
                "HPUB a 12 999999999",
                "HPUB a 4294967296 4294967300",
                "SUB a",
                "SUB a b c d",
                "UNSUB",
                "UNSUB 1 2 3",
                "GET / HTTP/1.1",
                "CONNECT {\"verbose\"",
                "CONNECT []",
                "-ERR 'x'"
            })
    void shouldCloseWhoCannotBeUnderstood(String line) throws Exception {
        try (WireConnection liar = open()) {
            liar.send("CONNECT {\"verbose\":false,\"headers\":true}\r\n" + line + "\r\n");
            witnesses.exchange();
            assertThat(liar.readToEnd().ended()).isTrue();
        }
    }

    @Test
    void shouldCloseWhoSendsJunk() throws Exception {
        for (int seed = 0; seed < 64; seed++) {
            byte[] junk = new byte[1 + seed * 97];
            new java.util.Random(seed).nextBytes(junk);
            junk[0] = (byte) (seed | 0x80); // No line begins so.
            try (WireConnection liar = open()) {
                liar.send(new String(junk, ISO_8859_1));
                witnesses.exchange();
                assertThat(liar.readToEnd().ended()).as("seed %d", seed).isTrue();
            }
        }
    }

    @Test
    void shouldServeOthersWhileAClientPublishesToEverNewSubjects() throws Exception {
        try (WireConnection flooder = open()) {
            flooder.send(CONNECT);
            for (int batch = 0; batch < 200; batch++) {
                StringBuilder text = new StringBuilder(1 << 17);
                for (int i = 0; i < 5_000; i++) {
                    text.append("PUB flood.").append(batch * 5_000 + i).append(" 1\r\nx\r\n");
                }
                flooder.send(text.toString());
                witnesses.exchange();
            }
            flooder.send("PING\r\n");
            assertThat(flooder.readLine()).isEqualTo("PONG\r\n");
        }
    }

    @Test
    void shouldForgetAHundredThousandSubscriptionsOfAClient() throws Exception {
        try (WireConnection greedy = open()) {
            greedy.send(CONNECT);
            for (int batch = 0; batch < 100; batch++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < 1_000; i++) {
                    int sid = batch * 1_000 + i;
                    text.append("SUB greed.")
                            .append(sid)
                            .append(".* ")
                            .append(sid)
                            .append("\r\n");
                }
                greedy.send(text.toString());
                witnesses.exchange();
            }
            greedy.send("PUB greed.99999.x 2\r\nhi\r\nPING\r\n");
            assertThat(greedy.readLines(3)).containsExactly("MSG greed.99999.x 99999 2", "hi", "PONG");
        }
    }

    @Test // CP-113, CP-129
    void shouldTakeNamesAsLongAsALine() throws Exception {
        String sid = "s".repeat(4_000);
        String subject = "t".repeat(4_000);
        try (WireConnection client = open()) {
            client.send(CONNECT + "SUB long " + sid + "\r\nSUB " + subject + " 2\r\nPUB long 2\r\nhi\r\nPUB " + subject
                    + " 2\r\nho\r\n");
            assertThat(client.readLines(4))
                    .containsExactly("MSG long " + sid + " 2", "hi", "MSG " + subject + " 2 2", "ho");
        }
    }

    @Test // CP-115
    void shouldIgnoreUnsubOfWhatIsNotThere() throws Exception {
        try (WireConnection client = open()) {
            StringBuilder text = new StringBuilder(CONNECT);
            for (int i = 0; i < 10_000; i++) {
                text.append("UNSUB nobody").append(i).append(i % 2 == 0 ? " 5\r\n" : "\r\n");
            }
            client.send(text + "PING\r\n");
            witnesses.exchange();
            assertThat(client.readLine()).isEqualTo("PONG\r\n");
        }
    }

    @Test
    void shouldServeOthersWhileNobodyReadsTheMonitoring() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.server().monitoringPort());
                sockets.add(socket);
                send(socket, "GET /connz?subs=1 HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
                witnesses.exchange();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static WireConnection open() throws IOException {
        RunningServer running = server.server();
        WireConnection connection = new WireConnection(running.clientPort());
        assertThat(connection.readLine()).startsWith("INFO ");
        return connection;
    }
}
