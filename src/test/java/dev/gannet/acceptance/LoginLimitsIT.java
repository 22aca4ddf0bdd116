package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those can do to a server who do not show who they are, or not rightly. Gannet's own promises. */
class LoginLimitsIT {
    private static final String BCRYPT_COST_10 =
            new String(BCrypt.withDefaults().hash(10, "p".getBytes(ISO_8859_1)), ISO_8859_1);
    private static final String WRONG = "CONNECT {\"user\":\"ann\",\"pass\":\"wrong\"}\r\n";
    private static final String RIGHT = "CONNECT {\"verbose\":false,\"user\":\"ann\",\"pass\":\"p\"}\r\n";

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void shouldAnswerLaterWhoFailsTooOften() throws Exception {
        assumeFalse(ServerUnderTest.isReference(), "nats-server answers at once");
        String conf = "authorization { users: [{user: ann, password: p}] }\n"
                + "login_limits { failures: 3, delay: 50ms, delay_max: 400ms }";
        try (RunningServer server = ServerUnderTest.start(conf);
                WitnessPair witnesses = new WitnessPair(server.clientPort(), "\"user\":\"ann\",\"pass\":\"p\",")) {
            // given somebody who guesses: the last four answers take 50, 100, 200 and 400 ms
            long began = System.nanoTime();
            for (int i = 0; i < 7; i++) {
                assertThat(login(server, WRONG)).isEqualTo("-ERR 'Authorization Violation'");
                witnesses.exchange();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(740));

            // when somebody comes from there who is right
            began = System.nanoTime();
            String said = login(server, RIGHT);

            // then it is let in, that much later
            assertThat(said).isEqualTo("PONG");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(390));
            witnesses.end();
        }
    }

    @Test
    void shouldHaveNoMoreThanSoManyWhoSayNothing() throws Exception {
        assumeFalse(ServerUnderTest.isReference(), "nats-server has no such limit");
        String conf = "authorization { timeout: 60, users: [{user: ann, password: p}] }\n"
                + "login_limits { max_unauthenticated: 50 }";
        try (RunningServer server = ServerUnderTest.start(conf);
                WitnessPair witnesses = new WitnessPair(server.clientPort(), "\"user\":\"ann\",\"pass\":\"p\",")) {
            // given as many as may be there, half of them in the middle of CONNECT
            for (int i = 0; i < 50; i++) {
                Socket socket = open(server);
                if (i % 2 == 0) {
                    send(socket, "CONNECT {\"user\":\"" + "x".repeat(3000));
                }
            }

            // when one more comes
            try (WireConnection late = new WireConnection(server.clientPort())) {
                assertThat(late.readLine()).startsWith("INFO ");
                WireConnection.End end = late.readToEnd();

                // then it is sent away, and those who are in are served
                assertThat(end.rest()).isEqualTo("-ERR 'maximum connections exceeded'\r\n");
                assertThat(end.ended()).isTrue();
            }
            witnesses.exchange();

            // and when some of the silent ones go, there is room again
            for (Socket socket : sockets.subList(0, 5)) {
                socket.close();
            }
            eventually(() -> assertThat(login(server, RIGHT)).isEqualTo("PONG"));
            witnesses.end();
        }
    }

    @Test
    void shouldKeepLittleOfWhoIsNotInYet() throws Exception {
        assumeTrue(ServerUnderTest.isInProcess(), "the server is told in this JVM how much memory there is");
        System.setProperty("gannet.memory.bytes", Integer.toString(12 << 20));
        String conf = "authorization { timeout: 60, users: [{user: ann, password: \"" + BCRYPT_COST_10 + "\"}] }";
        try (RunningServer server = ServerUnderTest.start(conf)) {
            // given logins that take a moment, each with more behind it than there is memory for all
            String early = "PUB a 1\r\nx\r\n".repeat(20_000) + "PING\r\n";
            List<WireConnection> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                WireConnection client = new WireConnection(server.clientPort());
                client.send(RIGHT + early);
                clients.add(client);
            }

            // then nobody is sent away for it
            for (WireConnection client : clients) {
                assertThat(client.readLine()).startsWith("INFO ");
                assertThat(client.readLine()).isEqualTo("PONG\r\n");
                client.close();
            }
        } finally {
            System.clearProperty("gannet.memory.bytes");
        }
    }

    @Test
    void shouldServeOthersWhileHashesAreCompared() throws Exception {
        String conf = "authorization { timeout: 60, users: [\n"
                + "  {user: bob, password: q}\n"
                + "  {user: ann, password: \"" + BCRYPT_COST_10 + "\"}] }";
        try (RunningServer server = ServerUnderTest.start(conf);
                WitnessPair witnesses = new WitnessPair(server.clientPort(), "\"user\":\"bob\",\"pass\":\"q\",")) {
            // when a hundred log in at the same time, every other one in vain, and as nobody that there is
            List<WireConnection> storm = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                WireConnection client = new WireConnection(server.clientPort());
                client.send((i % 2 == 0 ? RIGHT : WRONG.replace("ann", "eve")) + "PING\r\n");
                storm.add(client);
            }

            // then messages go to and fro between others many times before the last of them is answered
            WireConnection last = storm.get(storm.size() - 2);
            assertThat(last.readLine()).startsWith("INFO ");
            Thread answer = new Thread(() -> {
                try {
                    assertThat(last.readLine()).isEqualTo("PONG\r\n");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            answer.start();
            int exchanged = 0;
            while (answer.isAlive() && exchanged < 10_000) {
                witnesses.exchange();
                exchanged++;
            }
            answer.join();
            assertThat(exchanged).isGreaterThan(50);
            for (WireConnection client : storm) {
                client.close();
            }
            witnesses.end();
        }
    }

    /** Returns what is said to somebody who sends this line, and PING, but for INFO. */
    private static String login(RunningServer server, String connect) throws IOException {
        try (WireConnection client = new WireConnection(server.clientPort())) {
            client.send(connect + "PING\r\n");
            client.readLine();
            String line = client.readLine().stripTrailing();
            return line.equals("+OK") ? client.readLine().stripTrailing() : line;
        }
    }

    private Socket open(RunningServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort());
        sockets.add(socket);
        assertThat(socket.getInputStream().read()).isEqualTo('I'); // It is there, not only on its way.
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
