package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all connections together make a server keep is bounded, by ending those who make it so. Gannet's own promise. */
class WaitingMemoryIT {
    private static final String PROPERTY = "gannet.memory.bytes";
    private static final int MEMORY_BYTES = 48 << 20;
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n";
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void haveLittleMemory() {
        assumeTrue(ServerUnderTest.isInProcess(), "the server is told in this JVM how much memory there is");
        System.setProperty(PROPERTY, Integer.toString(MEMORY_BYTES));
    }

    @AfterEach
    void forget() throws IOException {
        System.clearProperty(PROPERTY);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void shouldGiveUpTheOldestHalfMessages() throws Exception {
        try (RunningServer server = ServerUnderTest.start("");
                WitnessPair witnesses = new WitnessPair(server.clientPort())) {
            // when more clients leave a large message unfinished than there is memory for
            for (int i = 0; i < 30; i++) {
                send(open(server), "PUB half 1000000\r\n" + "x".repeat(900_000));
                witnesses.exchange();
            }

            // then the first is closed, and another client's large message is taken
            assertThat(isClosed(sockets.get(0))).isTrue();
            try (WireConnection last = new WireConnection(server.clientPort())) {
                last.send(CONNECT + "SUB whole 1\r\nPUB whole 1000000\r\n" + "y".repeat(1_000_000) + "\r\n");
                assertThat(last.readLine()).startsWith("INFO ");
                assertThat(last.readLine()).isEqualTo("MSG whole 1 1000000\r\n");
                assertThat(last.read(1_000_000)).isEqualTo("y".repeat(1_000_000));
            }
            witnesses.end();
        }
    }

    @Test
    void shouldGiveUpTheSlowestReaders() throws Exception {
        try (RunningServer server = ServerUnderTest.start("");
                WitnessPair witnesses = new WitnessPair(server.clientPort());
                WireConnection publisher = new WireConnection(server.clientPort())) {
            // given clients that do not read, none of which has more waiting than max_pending
            for (int i = 0; i < 10; i++) {
                Socket socket = open(server);
                send(socket, "SUB flood 1\r\nPING\r\n");
                readUntilPong(socket);
            }

            // when they are sent 20 MB each
            publisher.send(CONNECT);
            String message = "PUB flood 100000\r\n" + "x".repeat(100_000) + "\r\nPING\r\n";
            publisher.readLine();
            for (int i = 0; i < 200; i++) {
                publisher.send(message);
                assertThat(publisher.readLine()).isEqualTo("PONG\r\n");
                witnesses.exchange();
            }

            // then some are closed, and those who read and who wrote have not noticed
            assertThat(sockets).anyMatch(WaitingMemoryIT::isClosed);
            witnesses.end();
        }
    }

    private Socket open(RunningServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        send(socket, CONNECT);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void readUntilPong(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("PONG\r\n") < 0) {
            read.append((char) socket.getInputStream().read());
        }
    }

    private static boolean isClosed(Socket socket) {
        byte[] buffer = new byte[1 << 16];
        try {
            socket.setSoTimeout(100);
            int length = 0;
            while (length >= 0) {
                length = socket.getInputStream().read(buffer);
            }
            return true;
        } catch (SocketException e) {
            return true; // Reset: the server has not read all of it.
        } catch (IOException e) {
            return false; // Nothing comes, and no end.
        }
    }
}
