package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that are reached, storms of connections, messages of every size; two clients must not notice. */
class PressureIT {
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n";
    private static final int STORM = 2_000;
    private static final int PAYLOAD_MAX = 1 << 20;

    @ParameterizedTest // CP-154, CP-155, CP-193, CP-194
    @CsvSource({
        "'max_pending: 1MB, write_deadline: \"2s\"', Slow Consumer (Pending Bytes)",
        "'max_pending: 1GB, write_deadline: \"300ms\"', Slow Consumer (Write Deadline)"
    })
    void shouldCloseAndCountAReaderThatStops(String limits, String reason) throws Exception {
        try (RunningServer server = ServerUnderTest.start(limits.replace(", ", "\n") + "\nhttp: \"127.0.0.1:-1\"");
                WitnessPair witnesses = new WitnessPair(server.clientPort());
                WireConnection slow = open(server);
                WireConnection publisher = open(server)) {
            // given a client that subscribes and does not read
            slow.send(CONNECT + "SUB flood 1\r\nPING\r\n");
            assertThat(slow.readLine()).isEqualTo("PONG\r\n");

            // when messages are published until it is counted
            publisher.send(CONNECT);
            String message = "PUB flood 100000\r\n" + "x".repeat(100_000) + "\r\nPING\r\n";
            eventually(() -> {
                publisher.send(message);
                assertThat(publisher.readLine()).isEqualTo("PONG\r\n");
                witnesses.exchange();
                assertThat(monitoring(server, "/varz").path("slow_consumers").asInt())
                        .isEqualTo(1);
            });

            // then it is gone, for the reason that is its own
            eventually(() -> {
                JsonNode closed = monitoring(server, "/connz?state=closed").path("connections");
                assertThat(closed).hasSize(1);
                assertThat(closed.path(0).path("reason").asText()).isEqualTo(reason);
            });
            assertThat(monitoring(server, "/varz")
                            .path("slow_consumer_stats")
                            .path("clients")
                            .asInt())
                    .isEqualTo(1);
            witnesses.end();
        }
    }

    private static JsonNode monitoring(RunningServer server, String path) throws IOException {
        return new ObjectMapper()
                .readTree(URI.create("http://127.0.0.1:" + server.monitoringPort() + path)
                        .toURL());
    }

    @Test
    void shouldServeAStormOfConnections() throws Exception {
        List<Socket> storm = new ArrayList<>();
        try (RunningServer server = ServerUnderTest.start("");
                WitnessPair witnesses = new WitnessPair(server.clientPort())) {
            // when two thousand clients come at once
            byte[] hello = (CONNECT + "PING\r\n").getBytes(ISO_8859_1);
            for (int i = 0; i < STORM; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort());
                socket.setSoTimeout(20_000);
                storm.add(socket);
                socket.getOutputStream().write(hello);
                if (i % 100 == 0) {
                    witnesses.exchange();
                }
            }

            // then each is answered
            for (Socket socket : storm) {
                assertThat(readUntilPong(socket)).startsWith("INFO ");
            }
            witnesses.end();
        } finally {
            for (Socket socket : storm) {
                socket.close();
            }
        }
    }

    private static String readUntilPong(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[1024];
        while (read.indexOf("PONG\r\n") < 0) {
            int length = socket.getInputStream().read(buffer);
            if (length < 0) {
                throw new AssertionError("closed after: " + read);
            }
            read.append(new String(buffer, 0, length, ISO_8859_1));
        }
        return read.toString();
    }

    @Test // CP-18
    void shouldTurnAwayWhoIsTooMany() throws Exception {
        try (RunningServer server = ServerUnderTest.start("max_connections: 10");
                WitnessPair witnesses = new WitnessPair(server.clientPort())) {
            // given as many as may be
            List<WireConnection> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(open(server));
                clients.get(i).send(CONNECT + "PING\r\n");
                assertThat(clients.get(i).readLine()).isEqualTo("PONG\r\n");
            }

            // when a hundred more come
            for (int i = 0; i < 100; i++) {
                try (WireConnection more = new WireConnection(server.clientPort())) {
                    WireConnection.End end = more.readToEnd();
                    assertThat(end.ended()).isTrue();
                    assertThat(end.rest()).startsWith("INFO ").endsWith("-ERR 'maximum connections exceeded'\r\n");
                }
                witnesses.exchange();
            }

            // then there is a place again when one of the first goes
            clients.get(0).close();
            eventually(() -> {
                try (WireConnection next = open(server)) {
                    next.send(CONNECT + "PING\r\n");
                    assertThat(next.readLine()).isEqualTo("PONG\r\n");
                }
            });
            for (WireConnection client : clients) {
                client.close();
            }
            witnesses.end();
        }
    }

    @Test // CP-34
    void shouldNotWaitForHalfALogin() throws Exception {
        String users = "authorization { timeout: 0.5, users: [ { user: a, password: b } ] }";
        try (RunningServer server = ServerUnderTest.start(users);
                WitnessPair witnesses = new WitnessPair(server.clientPort(), "\"user\":\"a\",\"pass\":\"b\",");
                WireConnection half = open(server)) {
            half.send("CONNECT {\"user\":\"a\",\"pass\"");
            assertThat(half.readToEnd().rest()).isEqualTo("-ERR 'Authentication Timeout'\r\n");
            witnesses.end();
        }
    }

    @Test // CP-14, CP-16
    void shouldNotWaitForHalfAMessage() throws Exception {
        try (RunningServer server = ServerUnderTest.start("ping_interval: \"100ms\"\nping_max: 1");
                WireConnection half = open(server)) {
            half.send(CONNECT + "PUB a 1000\r\n" + "x".repeat(500));
            WireConnection.End end = half.readToEnd();
            assertThat(end.ended()).isTrue();
            assertThat(end.rest()).endsWith("-ERR 'Stale Connection'\r\n");
        }
    }

    @Test // CP-66
    void shouldCarryEverySizeByteForByte() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (RunningServer server = ServerUnderTest.start("");
                WitnessPair witnesses = new WitnessPair(server.clientPort());
                WireConnection publisher = open(server);
                WireConnection subscriber = open(server)) {
            publisher.send(CONNECT);
            subscriber.send(CONNECT + "SUB size 1\r\nPING\r\n");
            assertThat(subscriber.readLine()).isEqualTo("PONG\r\n");
            for (int size : sizes(random)) {
                // when
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                String payload = new String(bytes, ISO_8859_1);
                publisher.send("PUB size " + size + "\r\n" + payload + "\r\n");

                // then
                String expected = "MSG size 1 " + size + "\r\n" + payload + "\r\n";
                boolean same = subscriber.read(expected.length()).equals(expected);
                assertThat(same).as("size %d, seed %d", size, seed).isTrue();
                witnesses.exchange();
            }
            witnesses.end();
        }
    }

    /** One byte to the largest payload: around each power of two, and some between. */
    private static List<Integer> sizes(Random random) {
        List<Integer> sizes = new ArrayList<>();
        for (int power = 1; power < PAYLOAD_MAX; power *= 2) {
            sizes.add(power);
            sizes.add(power + 1);
            sizes.add(power * 2 - 1);
            sizes.add(power + random.nextInt(power));
        }
        sizes.add(PAYLOAD_MAX);
        return sizes;
    }

    @Test
    void shouldCarryNamesLongerThanAChunk() throws Exception {
        String subject = "t".repeat(100_000);
        String sid = "s".repeat(100_000);
        try (RunningServer server = ServerUnderTest.start("max_control_line: 512KB");
                WitnessPair witnesses = new WitnessPair(server.clientPort());
                WireConnection client = open(server)) {
            client.send(CONNECT + "SUB " + subject + " " + sid + "\r\n");
            for (int i = 0; i < 3; i++) {
                client.send("PUB " + subject + " reply 2\r\nhi\r\n");
                assertThat(client.readLines(2)).containsExactly("MSG " + subject + " " + sid + " reply 2", "hi");
            }
            witnesses.end();
        }
    }

    @Test
    void shouldCloseUnderPressure() throws Exception {
        int port;
        AtomicInteger refusals = new AtomicInteger();
        List<Thread> peers = new ArrayList<>();
        try (RunningServer server = ServerUnderTest.start("")) {
            // given clients that publish, subscribe, connect and do not read, all the time
            port = server.clientPort();
            for (int i = 0; i < 4; i++) {
                Thread peer = new Thread(() -> press(server.clientPort(), refusals), "peer " + i);
                peers.add(peer);
                peer.start();
            }
            try (WitnessPair witnesses = new WitnessPair(port)) {
                for (int i = 0; i < 10; i++) {
                    witnesses.exchange();
                }
            }

            // when the server is closed
        }

        // then they are all sent away, and stay away, and the port is free
        for (Thread peer : peers) {
            peer.join(20_000);
            assertThat(peer.isAlive()).isFalse();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }

    /** Goes on until there is no server any more. */
    private static void press(int port, AtomicInteger refusals) {
        byte[] text = (CONNECT + "SUB press.> 1\r\n" + ("PUB press.x 1000\r\n" + "y".repeat(1_000) + "\r\n").repeat(50))
                .getBytes(ISO_8859_1);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                for (int i = 0; i < 20; i++) {
                    socket.getOutputStream().write(text);
                }
            } catch (ConnectException e) {
                return;
            } catch (IOException e) {
                refusals.incrementAndGet(); // It was sent away: it comes again.
            }
        }
    }

    private static WireConnection open(RunningServer server) throws IOException {
        WireConnection connection = new WireConnection(server.clientPort());
        assertThat(connection.readLine()).startsWith("INFO ");
        return connection;
    }
}
