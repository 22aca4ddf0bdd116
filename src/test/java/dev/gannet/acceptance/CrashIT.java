package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.CrashStream;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged outlives the process: it is killed after a random number of acknowledgements, while clients
 * publish, purge and delete, and what the next process finds is compared with what they were told.
 */
@ExtendWith(ProcessUnderTest.class)
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("gannet.crash.rounds", 20);
    private static final long SEED = Long.getLong("gannet.crash.seed", System.nanoTime());
    private static final int ROUNDS_IN_A_DIRECTORY = 6;
    private static final int ACKS_MAX = 2000;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final LongAdder answers = new LongAdder();
    private Map<CrashStream.Kind, CrashStream> streams = Map.of();

    @Test // ST-1
    void shouldHaveWhatItAcknowledgedAfterBeingKilled() throws Exception {
        System.Logger log = System.getLogger(CrashIT.class.getName());
        log.log(System.Logger.Level.INFO, "-Dgannet.crash.seed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Path directory = temporary.toRealPath().resolve("store" + round / ROUNDS_IN_A_DIRECTORY);
            // given
            if (round % ROUNDS_IN_A_DIRECTORY == 0) {
                streams = fresh();
            }
            String when = "in round " + round + " of seed " + SEED;
            try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", -1, "-js", "-sd", directory.toString())) {
                // then
                checkOrTell(server, round, when);
                // when
                work(server, round, when);
                assertThat(server.log()).as(when).doesNotContain("[ERR]").doesNotContain("[FTL]");
            }
        }
        log.log(System.Logger.Level.INFO, ROUNDS + " kills, " + answers.sum() + " acknowledgements");
    }

    private Map<CrashStream.Kind, CrashStream> fresh() {
        Map<CrashStream.Kind, CrashStream> made = new EnumMap<>(CrashStream.Kind.class);
        for (CrashStream.Kind kind : CrashStream.Kind.values()) {
            made.put(kind, new CrashStream(kind, random.nextLong()));
        }
        return made;
    }

    private void checkOrTell(ServerProcess server, int round, String when) throws Exception {
        try {
            check(server, round, when);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + when + "\n" + server.log(), e);
        }
    }

    /** Compares what is there with what was acknowledged, and sees to it that there is what clients publish to. */
    private void check(ServerProcess server, int round, String when) throws Exception {
        try (Connection connection = connect(server, when)) {
            boolean isFirst = round % ROUNDS_IN_A_DIRECTORY == 0;
            for (CrashStream stream : streams.values()) {
                if (isFirst) {
                    assertThat(StreamQuestions.ask(connection, "STREAM.CREATE." + stream.name(), stream.settings()))
                            .doesNotContain("\"error\"");
                } else {
                    stream.check(StreamQuestions.all(connection, stream.name()), when);
                }
            }
            if (!isFirst) {
                assertThat(StreamQuestions.ask(connection, "STREAM.INFO.ONCE" + (round - 1), ""))
                        .as("a stream whose making was answered, %s", when)
                        .contains("\"messages\":1");
                assertThat(StreamQuestions.ask(connection, "STREAM.INFO.GONE" + (round - 1), ""))
                        .as("a stream whose end was answered, %s", when)
                        .contains("10059");
            }
        }
    }

    private void work(ServerProcess server, int round, String when) throws Exception {
        CountDownLatch enough = new CountDownLatch(1 + random.nextInt(ACKS_MAX));
        Runnable answered = () -> {
            answers.increment();
            enough.countDown();
        };
        List<CrashClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (CrashStream.Kind kind : List.of(CrashStream.Kind.values())) {
            int count = kind == CrashStream.Kind.PLAIN ? 2 : 1;
            for (int i = 0; i < count; i++) {
                CrashStream stream = java.util.Objects.requireNonNull(streams.get(kind));
                Connection connection = connect(server, when);
                int number = clients.size();
                clients.add(new CrashClient(number, stream, connection, random.nextLong(), answered));
            }
        }
        try (Connection connection = connect(server, when)) {
            for (CrashClient client : clients) {
                Thread thread = new Thread(client, "crash client");
                threads.add(thread);
                thread.start();
            }
            makeAndEnd(connection, round);
            assertThat(enough.await(ANSWER.toSeconds(), TimeUnit.SECONDS))
                    .as("answers %s: %s", when, problems(clients))
                    .isTrue();
            clients.forEach(CrashClient::end);
            server.signal("KILL");
            server.awaitExit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (CrashClient client : clients) {
            client.close();
        }
        assertThat(problems(clients)).as(when).isEmpty();
    }

    private static List<String> problems(List<CrashClient> clients) {
        return clients.stream().flatMap(client -> client.problems().stream()).toList();
    }

    /** Makes a stream with a message, and one that is gone again. */
    private static void makeAndEnd(Connection connection, int round) throws Exception {
        for (String name : List.of("ONCE" + round, "GONE" + round)) {
            String settings = "{\"name\":\"" + name + "\",\"subjects\":[\"" + name + "\"],\"storage\":\"file\"}";
            assertThat(StreamQuestions.ask(connection, "STREAM.CREATE." + name, settings))
                    .doesNotContain("\"error\"");
            Message ack = connection.request(name, "kept".getBytes(UTF_8), ANSWER);
            assertThat(ack).isNotNull();
        }
        assertThat(StreamQuestions.ask(connection, "STREAM.DELETE.GONE" + round, ""))
                .contains("\"success\":true");
    }

    /** Waits long, for a machine that has much else to do; why a server cannot be reached is in its log. */
    private static Connection connect(ServerProcess server, String when) throws InterruptedException {
        try {
            return Nats.connect(
                    Clients.options(server.url()).connectionTimeout(ANSWER).build());
        } catch (IOException e) {
            throw new AssertionError(when + ": " + e.getMessage() + "\n" + server.log(), e);
        }
    }
}
