package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.NOT_AT_ALL;
import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.ProtocolConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import io.nats.client.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Servers inside a program: many at once, and nothing of them is left when they are closed. */
class EmbeddingIT {
    private static final int SERVERS = 20;
    private static final byte[] BODY = {1};
    private static final String NONCE = "\"nonce\":\"[A-Za-z0-9_-]{15}\"";

    @Test // CP-18, CP-71, AC-143
    void shouldGiveEachClientANonceOfItsOwnWhereThatIsAskedFor() throws Exception {
        ServerConfig config = ServerConfig.embedded().toBuilder()
                .protocol(ProtocolConfig.defaults().withAlwaysEnableNonce(true))
                .build();
        try (GannetServer server = start(config);
                WireConnection first = new WireConnection(server.clientPort());
                WireConnection second = new WireConnection(server.clientPort())) {
            // when two clients come
            String greeting = first.readLine();

            // then each has a nonce, which it is told once
            assertThat(greeting).containsPattern(NONCE);
            assertThat(second.readLine())
                    .containsPattern(NONCE)
                    .doesNotContain(
                            greeting.substring(greeting.indexOf("\"nonce\""), greeting.indexOf("\"nonce\"") + 25));
            first.send("CONNECT {\"verbose\":false,\"protocol\":1}\r\nPING\r\n");
            assertThat(first.readLine()).isEqualTo("PONG\r\n");
            assertThat(first.readLine()).contains("connect_info").doesNotContain("nonce");
        }
    }

    @Test
    void shouldRunManyServersInOneProgram() throws Exception {
        List<GannetServer> servers = new ArrayList<>();
        List<Connection> clients = new ArrayList<>();
        try {
            // given many servers, each with a client
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < SERVERS; i++) {
                GannetServer server = start(ServerConfig.embedded());
                servers.add(server);
                Connection client = Clients.connect(server.url());
                clients.add(client);
                subscriptions.add(client.subscribe(">"));
                client.flush(SOON);
            }
            assertThat(servers).extracting(GannetServer::clientPort).doesNotHaveDuplicates();
            assertThat(servers).extracting(GannetServer::serverId).doesNotHaveDuplicates();

            // when one client publishes
            clients.get(0).publish("mine", BODY);
            clients.get(0).flush(SOON);

            // then the others' servers know nothing of it
            assertThat(subscriptions.get(0).nextMessage(SOON)).isNotNull();
            for (int i = 1; i < SERVERS; i++) {
                clients.get(i).flush(SOON);
                assertThat(subscriptions.get(i).getPendingMessageCount()).isZero();
            }
        } finally {
            for (Connection client : clients) {
                client.close();
            }
            servers.forEach(GannetServer::close);
        }
    }

    @Test
    void shouldFreeItsPortAtOnce() throws Exception {
        GannetServer first = start(ServerConfig.embedded());
        int port = first.clientPort();
        for (int i = 0; i < SERVERS; i++) {
            // given a server with a client
            try (WireConnection client = new WireConnection(port)) {
                client.readLine();

                // when it is closed
                first.close();

                // then its port can be listened on, by whomever
                new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
                first = start(on(port));
                assertThat(client.readToEnd().ended()).isTrue();
            }
        }
        first.close();
    }

    @Test
    void shouldFreeItsThreadsAtOnce() throws Exception {
        // given what runs before
        Set<Thread> before = threads();

        // when a server has run
        GannetServer server = start(ServerConfig.embedded());
        try (WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            Set<Thread> during = new HashSet<>(threads());
            during.removeAll(before);
            assertThat(during).as("threads of the server").isNotEmpty();

            server.close();

            // then none of its threads does
            assertThat(during).noneMatch(Thread::isAlive);
        }
    }

    @Test
    void shouldFreeItsFilesAtOnce() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        runOneServer(); // Whatever the JVM opens once.
        long before = count(descriptors);
        for (int i = 0; i < SERVERS; i++) {
            runOneServer();
        }
        assertThat(count(descriptors)).isLessThanOrEqualTo(before + 2);
    }

    @Test
    void shouldSayWhyItCannotListen() throws Exception {
        try (GannetServer server = start(ServerConfig.embedded())) {
            Set<Thread> before = threads();
            assertThatThrownBy(() -> start(on(server.clientPort())))
                    .hasMessageContaining("127.0.0.1:" + server.clientPort());
            eventually(() -> assertThat(threads()).isSubsetOf(before));
        }
    }

    @Test
    void shouldBeClosedTwiceWithoutHarm() {
        GannetServer server = start(ServerConfig.embedded());
        server.close();
        server.close();
        assertThat(server.isListening()).isFalse();
        assertThatThrownBy(() -> Clients.connect(server.url())).isInstanceOf(IOException.class);
    }

    @Test
    void shouldCloseTheConnectionsOfItsClients() throws Exception {
        GannetServer server = start(ServerConfig.embedded());
        try (Connection client = Clients.connect(server.url())) {
            Subscription subscription = client.subscribe("x");
            client.flush(SOON);
            server.close();
            eventually(() -> assertThat(client.getStatus()).isEqualTo(Connection.Status.CLOSED));
            assertThatThrownBy(() -> subscription.nextMessage(NOT_AT_ALL)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldStartFast(TestReporter reporter) throws Exception {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            long start = System.nanoTime();
            try (GannetServer server = start(ServerConfig.embedded());
                    WireConnection client = new WireConnection(server.clientPort())) {
                client.readLine();
                micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
            }
        }
        reporter.publishEntry("start to first INFO, microseconds", micros.toString());
        assertThat(micros).hasSize(SERVERS);
    }

    @Test
    void shouldServeFromSeveralThreadsAtOnce() throws Exception {
        // when servers are started and closed on many threads
        List<Thread> starters = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(EmbeddingIT::runOneServer, "starter " + i))
                .toList();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        starters.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failures.add(e)));
        starters.forEach(Thread::start);
        for (Thread starter : starters) {
            starter.join();
        }

        // then all of them worked
        assertThat(failures).isEmpty();
    }

    private static void runOneServer() {
        try (GannetServer server = start(ServerConfig.embedded());
                WireConnection client = new WireConnection(server.clientPort())) {
            client.send("PING\r\n");
            assertThat(client.readLine()).startsWith("INFO ");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GannetServer start(ServerConfig config) {
        return GannetServer.start(config, ServerLog.silent());
    }

    private static ServerConfig on(int port) {
        return ServerConfig.embedded().toBuilder()
                .client(new ListenConfig("127.0.0.1", port, null))
                .build();
    }

    /** The program's threads but for those that the JVM and the NATS client start when they like. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gannet"))
                .collect(Collectors.toSet());
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
