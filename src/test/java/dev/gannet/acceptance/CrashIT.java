package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.CrashBucket;
import dev.gannet.testing.CrashConsumer;
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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged outlives the process: it is killed after a random number of acknowledgements, while clients
 * publish, purge, delete, consume and put keys, and what the next process finds is compared with what they were told.
 */
@ExtendWith(ProcessUnderTest.class)
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("gannet.crash.rounds", 20);
    private static final long SEED = Long.getLong("gannet.crash.seed", System.nanoTime());
    private static final int ROUNDS_IN_A_DIRECTORY = 6;
    private static final int ACKS_MAX = 2000;
    private static final int STEPS_MAX = 60;
    private static final int KEEPERS = 3;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final LongAdder answers = new LongAdder();
    private Map<CrashStream.Kind, CrashStream> streams = Map.of();
    private List<CrashConsumer> consumers = List.of();
    private CrashBucket bucket = new CrashBucket();
    private final List<CrashConsumer> allConsumers = new ArrayList<>();
    private int revisions;

    @Test // ST-1, CO-94
    void shouldHaveWhatItAcknowledgedAfterBeingKilled() throws Exception {
        System.Logger log = System.getLogger(CrashIT.class.getName());
        log.log(System.Logger.Level.INFO, "-Dgannet.crash.seed=" + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Path directory = temporary.toRealPath().resolve("store" + round / ROUNDS_IN_A_DIRECTORY);
            // given
            if (round % ROUNDS_IN_A_DIRECTORY == 0) {
                begin();
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
        log.log(System.Logger.Level.INFO, summary());
    }

    private String summary() {
        return ROUNDS + " kills, " + answers.sum() + " acknowledgements and revisions ("
                + (revisions + bucket.revisions()) + "), "
                + sum(CrashConsumer::confirmations) + " confirmed acknowledgements of consumers; "
                + sum(CrashConsumer::repeated) + " messages came again whose acknowledgement was not confirmed, "
                + sum(CrashConsumer::lowCounts) + " deliveries were counted too low";
    }

    private int sum(ToIntFunction<CrashConsumer> what) {
        return allConsumers.stream().mapToInt(what).sum();
    }

    /** In another directory nothing is known. */
    private void begin() {
        streams = new EnumMap<>(CrashStream.Kind.class);
        for (CrashStream.Kind kind : CrashStream.Kind.values()) {
            streams.put(kind, new CrashStream(kind, random.nextLong()));
        }
        consumers = Stream.of(CrashStream.Kind.PLAIN, CrashStream.Kind.WORK)
                .map(kind -> new CrashConsumer(stream(kind)))
                .toList();
        allConsumers.addAll(consumers);
        revisions += bucket.revisions();
        bucket = new CrashBucket();
    }

    private CrashStream stream(CrashStream.Kind kind) {
        return Objects.requireNonNull(streams.get(kind));
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
            for (CrashConsumer consumer : consumers) {
                if (isFirst) {
                    String subject =
                            "CONSUMER.DURABLE.CREATE." + consumer.stream().name() + "." + consumer.name();
                    assertThat(StreamQuestions.ask(connection, subject, consumer.settings()))
                            .doesNotContain("\"error\"");
                } else {
                    new CrashWorker(consumer, connection, 0, () -> {}).takeAll(when);
                }
            }
            if (isFirst) {
                CrashKeeper.make(connection);
            } else {
                CrashKeeper.check(connection, bucket, when);
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
        CountDownLatch steps = new CountDownLatch(1 + random.nextInt(STEPS_MAX));
        List<Crasher> clients = clients(server, answered, steps::countDown, when);
        List<Thread> threads = new ArrayList<>();
        try (Connection connection = connect(server, when)) {
            for (Crasher client : clients) {
                Thread thread = new Thread(client, "crash client");
                threads.add(thread);
                thread.start();
            }
            makeAndEnd(connection, round);
            assertThat(enough.await(ANSWER.toSeconds(), TimeUnit.SECONDS)
                            && steps.await(ANSWER.toSeconds(), TimeUnit.SECONDS))
                    .as("answers %s: %s", when, problems(clients))
                    .isTrue();
            clients.forEach(Crasher::end);
            server.signal("KILL");
            server.awaitExit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Crasher client : clients) {
            client.close();
        }
        assertThat(problems(clients)).as(when).isEmpty();
    }

    /** Those who publish count their answers, the others what they have waited for. */
    private List<Crasher> clients(ServerProcess server, Runnable answered, Runnable step, String when)
            throws Exception {
        List<Crasher> clients = new ArrayList<>();
        for (CrashStream.Kind kind : List.of(CrashStream.Kind.values())) {
            int count = kind == CrashStream.Kind.PLAIN ? 2 : 1;
            for (int i = 0; i < count; i++) {
                int number = clients.size();
                Connection connection = connect(server, when);
                clients.add(new CrashClient(number, stream(kind), connection, random.nextLong(), answered));
            }
        }
        for (CrashConsumer consumer : consumers) {
            clients.add(new CrashWorker(consumer, connect(server, when), random.nextLong(), step));
        }
        for (int i = 0; i < KEEPERS; i++) {
            clients.add(new CrashKeeper(bucket, connect(server, when), random.nextLong(), step));
        }
        return clients;
    }

    private static List<String> problems(List<Crasher> clients) {
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
