package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams that begin and end with a reload, while clients stay connected (CF-225). */
@ExtendWith(ProcessUnderTest.class)
class JetStreamReloadIT {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration NO_ANSWER = Duration.ofSeconds(1);
    private static final int CYCLES = 4;

    private Path store;

    @BeforeEach
    void place(@TempDir Path temporary) throws IOException {
        store = temporary.toRealPath();
    }

    private String on(String directory) {
        return "jetstream { store_dir: \"" + store.resolve(directory) + "\", max_mem: 64MB, max_file: 1GB }\n";
    }

    @Test
    void shouldBeginAndEndStreamsWithoutLosingAny() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", -1);
                Connection connection = Clients.connect(server.url())) {
            assertThat(connection.request("$JS.API.INFO", new byte[0], NO_ANSWER))
                    .satisfies(JetStreamReloadIT::isNobody);
            for (int i = 0; i < CYCLES; i++) {
                // when
                server.reload(on("one"));

                // then
                assertThat(StreamQuestions.ask(connection, "INFO", "")).contains("\"streams\":" + (i == 0 ? 0 : 1));
                if (i == 0) {
                    make(connection);
                }
                publish(connection, i);
                consume(connection, i);
                assertThat(isTold(server)).isTrue();

                // when
                server.reload("");

                // then
                assertThat(connection.request("$JS.API.INFO", new byte[0], NO_ANSWER))
                        .satisfies(JetStreamReloadIT::isNobody);
                assertThat(connection.request("orders.new", new byte[0], NO_ANSWER))
                        .satisfies(JetStreamReloadIT::isNobody);
                assertThat(isTold(server)).isFalse();
            }
            assertThat(lines(server))
                    .containsSubsequence(
                            "Reloaded: JetStream",
                            "Restarting JetStream",
                            "Starting JetStream",
                            "Reloaded: JetStream",
                            "Initiating JetStream Shutdown...",
                            "JetStream Shutdown",
                            "Reloaded: JetStream",
                            "Restarting JetStream");
        }
    }

    private static void isNobody(Message answer) {
        assertThat(answer == null
                        || (answer.isStatusMessage() && answer.getStatus().getCode() == 503))
                .isTrue();
    }

    private static void make(Connection connection) throws Exception {
        String stream =
                "{\"name\":\"ORDERS\",\"subjects\":[\"orders.*\"],\"storage\":\"file\",\"retention\":\"workqueue\"}";
        assertThat(StreamQuestions.ask(connection, "STREAM.CREATE.ORDERS", stream))
                .doesNotContain("\"error\"");
    }

    private static void publish(Connection connection, int cycle) throws Exception {
        for (int i = 1; i <= 50; i++) {
            Message ack = connection.request("orders.new", ("order " + i).getBytes(UTF_8), ANSWER);
            assertThat(new String(ack.getData(), UTF_8).replace(" ", "")).contains("\"seq\":" + (50 * cycle + i));
        }
    }

    /** Takes all but one, which is there with the next ones. */
    private static void consume(Connection connection, int cycle) throws Exception {
        JetStreamSubscription pull = connection
                .jetStream()
                .subscribe(
                        "orders.*",
                        PullSubscribeOptions.builder().durable("worker").build());
        List<Message> messages = pull.fetch(49 + (cycle == 0 ? 0 : 1), ANSWER);
        assertThat(messages.get(0).metaData().streamSequence()).isEqualTo(Math.max(1, 50L * cycle));
        for (Message message : messages) {
            message.ackSync(ANSWER);
        }
        pull.unsubscribe();
        assertThat(StreamQuestions.ask(connection, "STREAM.INFO.ORDERS", "")).contains("\"messages\":1");
    }

    /** Returns whether a client is told of streams that connects now. */
    private static boolean isTold(ServerProcess server) throws Exception {
        try (Connection connection = Clients.connect(server.url())) {
            return connection.getServerInfo().isJetStreamAvailable();
        }
    }

    @Test
    void shouldRefuseAnotherDirectoryWhileStreamsAreThere() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, on("one"), -1);
                Connection connection = Clients.connect(server.url())) {
            // when
            reloadInVain(server, on("two"));

            // then
            server.awaitLog("config reload not supported for jetstream storage directory", 1);
            assertThat(StreamQuestions.ask(connection, "INFO", "")).contains("\"streams\":0");

            // when
            server.reload("");
            server.reload(on("two"));

            // then
            assertThat(StreamQuestions.ask(connection, "INFO", "")).contains("\"streams\":0");
            assertThat(store.resolve("two")).isNotEmptyDirectory();
        }
    }

    @Test
    void shouldGoOnWithoutStreamsWhereTheyCannotBeKept() throws Exception {
        Path directory = store.resolve("one");
        Files.writeString(directory, "no directory");
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", -1);
                Connection connection = Clients.connect(server.url())) {
            // when
            server.reload(on("one"));

            // then
            server.awaitLog("Can't start JetStream: storage directory is not a directory", 1);
            assertThat(connection.request("$JS.API.INFO", new byte[0], NO_ANSWER))
                    .satisfies(JetStreamReloadIT::isNobody);
            assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);

            // when
            server.reload(on("two"));

            // then they are there, and stay where they are
            assertThat(StreamQuestions.ask(connection, "INFO", "")).contains("\"streams\":0");
            reloadInVain(server, on("three"));
            server.awaitLog("config reload not supported for jetstream storage directory", 1);

            // when
            server.reload("");
            server.reload(on("one"));
            server.awaitLog("Can't start JetStream: storage directory is not a directory", 2);
            Files.delete(directory);
            server.reload(on("one"));

            // then
            assertThat(StreamQuestions.ask(connection, "INFO", "")).contains("\"streams\":0");
        }
    }

    private static void reloadInVain(ServerProcess server, String configuration) throws IOException {
        Files.writeString(server.directory().resolve("nats.conf"), "debug: false\n" + configuration);
        server.signal("HUP");
    }

    private static List<String> lines(ServerProcess server) {
        return server.log()
                .lines()
                .map(line -> line.replaceFirst("^.*?\\[(INF|WRN|ERR)\\] ", ""))
                .toList();
    }
}
