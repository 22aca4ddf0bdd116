package dev.gannet.engine;

import static dev.gannet.testing.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.base.ServerLog;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of a server in a program: that nothing stays behind, whenever it ends. */
class GannetServerTest {
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n";
    private static final int TIMES = 20;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @AfterEach
    void noThreadIsLeft() throws Exception {
        eventually(() -> assertThat(threads).noneMatch(Thread::isAlive));
    }

    @Test
    void shouldBeClosedWithoutEverListening() throws Exception {
        // given
        GannetServer server = create(ServerConfig.embedded());

        // when
        server.close();

        // then
        server.awaitClosed();
        assertThat(server.isListening()).isFalse();
        assertThat(server.clientPort()).isZero();
    }

    @Test // Of 10,000 accounts with 10 users each, 1.3 of 3.8 KB were these.
    void shouldAnswerInAnAccountOnlyOnceSomebodyMayAsk() throws Exception {
        // given an account that is used, and one that is only there
        AccountConfig used = new AccountConfig("USED", List.of(new UserConfig("used", "x")));
        AccountConfig idle = new AccountConfig("IDLE", List.of(new UserConfig("idle", "x")));
        ServerConfig config = ServerConfig.embedded().toBuilder()
                .accounts(List.of(used, idle))
                .build();
        try (GannetServer server = create(config)) {
            server.listen();

            // when
            try (WireConnection connection = new WireConnection(server.clientPort())) {
                connection.readLine();
                connection.send("CONNECT {\"verbose\":false,\"user\":\"used\",\"pass\":\"x\"}\r\n");
                connection.send("SUB r 1\r\nPUB $SYS.REQ.USER.INFO r 0\r\n\r\n");

                // then
                assertThat(connection.readLine()).startsWith("MSG r 1 ").as("MO-121");
                assertThat(server.view().sublist("USED").subscriptions()).isGreaterThan(1);
                assertThat(server.view().sublist("IDLE").subscriptions()).isZero();
            }
        }
    }

    @Test
    void shouldNotListenOnceItIsClosed() throws Exception {
        // given
        GannetServer server = create(ServerConfig.embedded());
        server.close();

        // when
        server.listen();

        // then
        assertThat(server.isListening()).isFalse();
    }

    @Test
    void shouldBeClosedWhileItStarts() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            // given
            GannetServer server = create(ServerConfig.embedded());
            Thread closer = new Thread(server::close, "closer");

            // when
            closer.start();
            server.listen();

            // then whichever was first, it has ended
            closer.join();
            server.awaitClosed();
            assertThat(server.isListening()).isFalse();
        }
    }

    @Test
    void shouldStartOnTheSamePortAgainAndAgain() throws Exception {
        // given
        GannetServer first = create(ServerConfig.embedded());
        first.listen();
        int port = first.clientPort();
        first.close();
        ServerConfig samePort = on(port);

        for (int i = 0; i < TIMES; i++) {
            // when
            try (GannetServer server = create(samePort)) {
                server.listen();

                // then
                assertThat(server.clientPort()).isEqualTo(port);
                try (WireConnection client = connect(server)) {
                    client.send("PING\r\n");
                    assertThat(client.readLine()).isEqualTo("PONG\r\n");
                }
            }
        }
    }

    @Test
    void shouldLeaveNothingWhenThePortIsTaken() {
        // given
        try (GannetServer first = create(ServerConfig.embedded())) {
            first.listen();

            // when
            GannetServer second = create(on(first.clientPort()));

            // then
            assertThatThrownBy(second::listen).isInstanceOf(UncheckedIOException.class);
            assertThat(second.isListening()).isFalse();
            assertThat(first.isListening()).isTrue();
        }
    }

    @Test
    void shouldKeepServersApart() throws Exception {
        // given two servers, with a subscriber each
        try (GannetServer one = create(ServerConfig.embedded());
                GannetServer two = create(ServerConfig.embedded())) {
            one.listen();
            two.listen();
            try (WireConnection first = connect(one);
                    WireConnection second = connect(two)) {
                first.send("SUB a 1\r\nPING\r\n");
                second.send("SUB a 1\r\nPING\r\n");
                assertThat(first.readLine() + second.readLine()).isEqualTo("PONG\r\nPONG\r\n");

                // when
                first.send("PUB a 1\r\n1\r\nPING\r\n");
                second.send("PUB a 1\r\n2\r\nPING\r\n");

                // then
                assertThat(first.readLines(3)).containsExactly("MSG a 1 1", "1", "PONG");
                assertThat(second.readLines(3)).containsExactly("MSG a 1 1", "2", "PONG");
                assertThat(one.serverId()).isNotEqualTo(two.serverId());

                // when one is closed
                one.close();

                // then the other does not notice
                second.send("PING\r\n");
                assertThat(second.readLine()).isEqualTo("PONG\r\n");
            }
        }
    }

    @Test
    void shouldCloseWhileClientsPublish() throws Exception {
        for (int i = 0; i < 3; i++) {
            // given clients that publish to each other as fast as they can, and read nothing
            GannetServer server = create(ServerConfig.embedded());
            server.listen();
            CountDownLatch publishing = new CountDownLatch(4);
            CountDownLatch ended = new CountDownLatch(4);
            for (int client = 0; client < 4; client++) {
                thread(() -> publish(server, publishing, ended)).start();
            }
            assertThat(publishing.await(10, SECONDS)).isTrue();

            // when
            long before = System.nanoTime();
            server.close();

            // then it is over soon, for them too
            assertThat(System.nanoTime() - before).isLessThan(SECONDS.toNanos(5));
            assertThat(ended.await(10, SECONDS)).isTrue();
        }
    }

    private static void publish(GannetServer server, CountDownLatch publishing, CountDownLatch ended) {
        try (WireConnection client = connect(server)) {
            client.send("SUB a 1\r\n");
            String messages = "PUB a 5\r\nhello\r\n".repeat(1000);
            boolean open = client.trySend(messages);
            publishing.countDown();
            while (open) {
                open = client.trySend(messages);
            }
        } catch (IOException e) {
            publishing.countDown();
        } finally {
            ended.countDown();
        }
    }

    private static WireConnection connect(GannetServer server) throws IOException {
        WireConnection client = new WireConnection(server.clientPort());
        assertThat(client.readLine()).startsWith("INFO {");
        client.send(CONNECT);
        return client;
    }

    private static ServerConfig on(int port) {
        return ServerConfig.embedded().toBuilder()
                .client(new ListenConfig("127.0.0.1", port, null))
                .build();
    }

    private GannetServer create(ServerConfig config) {
        return GannetServer.create(config, ServerLog.silent(), this::thread);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "server-test");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }
}
