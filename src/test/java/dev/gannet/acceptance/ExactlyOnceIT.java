package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders, each of which is processed once: who publishes them gives them ids and tries again what was not answered; who
 * processes them books an order when its acknowledgement is confirmed. The server is killed again and again meanwhile.
 */
@ExtendWith(ProcessUnderTest.class)
class ExactlyOnceIT {
    private static final int ROUNDS = Integer.getInteger("gannet.orders.rounds", 4);
    private static final long SEED = Long.getLong("gannet.orders.seed", System.nanoTime());
    private static final int BOOKED_MAX = 150;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String STREAM = "{\"name\":\"ORDERS\",\"subjects\":[\"orders.*\"],\"storage\":\"file\","
            + "\"retention\":\"workqueue\",\"duplicate_window\":3600000000000}";
    private static final String CONSUMER = "{\"stream_name\":\"ORDERS\",\"config\":{\"durable_name\":\"books\","
            + "\"ack_policy\":\"explicit\",\"ack_wait\":500000000,\"max_ack_pending\":-1}}";

    @TempDir
    Path temporary;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Publisher publisher = new Publisher();
    private final Processor processor = new Processor();

    @Test // CO-94, ST-84
    void shouldProcessEachOrderOnce() throws Exception {
        String when = "-Dgannet.orders.seed=" + SEED;
        String directory = temporary.toRealPath().toString();
        for (int round = 0; round <= ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", -1, "-js", "-sd", directory);
                    Connection connection = Nats.connect(Clients.options(server.url())
                            .connectionTimeout(ANSWER)
                            .build())) {
                if (round == 0) {
                    assertThat(StreamQuestions.ask(connection, "STREAM.CREATE.ORDERS", STREAM))
                            .doesNotContain("\"error\"");
                    assertThat(StreamQuestions.ask(connection, "CONSUMER.DURABLE.CREATE.ORDERS.books", CONSUMER))
                            .doesNotContain("\"error\"");
                }
                processor.clearUp(connection);
                // when
                if (round < ROUNDS) {
                    work(server, connection, when + " in round " + round);
                } else {
                    publisher.finish(connection);
                    processor.finish(connection);
                }
            }
        }
        // then
        Map<Integer, Integer> once = new HashMap<>();
        for (int i = 0; i < publisher.last; i++) {
            once.put(i, 1);
        }
        assertThat(processor.booked).as(when).isEqualTo(once);
        System.getLogger(ExactlyOnceIT.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        ROUNDS + " kills, " + once.size() + " orders, " + publisher.again + " published again, "
                                + processor.doubts + " booked or left when the server was asked again");
    }

    private void work(ServerProcess server, Connection connection, String when) throws Exception {
        CountDownLatch enough = new CountDownLatch(1 + random.nextInt(BOOKED_MAX));
        AtomicBoolean ended = new AtomicBoolean();
        List<Throwable> problems = new ArrayList<>();
        Thread publishing = thread(() -> publisher.run(connection, ended), problems);
        Thread processing = thread(() -> processor.run(connection, ended, enough), problems);
        assertThat(enough.await(ANSWER.toSeconds(), TimeUnit.SECONDS))
                .as("%s: orders booked", when)
                .isTrue();
        server.signal("KILL"); // While both wait for an answer.
        server.awaitExit();
        ended.set(true);
        publishing.join();
        processing.join();
        assertThat(problems).as(when).isEmpty();
    }

    /** Something that an exception because of the server's end may end. */
    private interface Work {
        void run() throws Exception;
    }

    private static Thread thread(Work work, List<Throwable> problems) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IllegalStateException | IOException e) {
                        return; // The connection is closed.
                    } catch (Exception e) {
                        problems.add(e);
                    }
                },
                "orders");
        thread.setUncaughtExceptionHandler((which, e) -> problems.add(e));
        thread.start();
        return thread;
    }

    /** Asks, and waits for an answer, which does not come from a server that has been killed. */
    private static Message ask(Connection connection, String subject, Headers headers, String text) throws Exception {
        Message answer = connection
                .requestWithTimeout(subject, headers, text.getBytes(UTF_8), ANSWER)
                .exceptionally(e -> null)
                .get();
        if (answer == null) {
            throw new IOException("no answer");
        }
        return answer;
    }

    /** Publishes one order after the other, each until it is answered. */
    private static final class Publisher {
        private int last; // Of the orders that are answered, and one more.
        private boolean isUnanswered;
        private int again;

        void run(Connection connection, AtomicBoolean ended) throws Exception {
            while (!ended.get()) {
                publish(connection);
            }
        }

        /** Publishes again what was not answered. */
        void finish(Connection connection) throws Exception {
            if (isUnanswered) {
                publish(connection);
            }
        }

        private void publish(Connection connection) throws Exception {
            again += isUnanswered ? 1 : 0;
            isUnanswered = true;
            Headers headers = new Headers().put("Nats-Msg-Id", "order" + last);
            String answer = new String(
                    ask(connection, "orders." + last % 7, headers, Integer.toString(last))
                            .getData(),
                    UTF_8);
            assertThat(answer).contains("\"seq\"").doesNotContain("\"error\"");
            isUnanswered = false;
            last++;
        }
    }

    /** Takes one order after the other. */
    private static final class Processor {
        private final Map<Integer, Integer> booked = new HashMap<>(); // How often.
        private int order = -1; // Of which it is not known whether it is booked.
        private long seq;
        private int doubts;

        void run(Connection connection, AtomicBoolean ended, CountDownLatch enough) throws Exception {
            Subscription orders = connection.subscribe("books.here");
            while (!ended.get()) {
                if (process(connection, orders)) {
                    enough.countDown();
                }
            }
        }

        private boolean process(Connection connection, Subscription orders) throws Exception {
            String request = "{\"batch\":1,\"expires\":1000000000}";
            connection.publish("$JS.API.CONSUMER.MSG.NEXT.ORDERS.books", "books.here", request.getBytes(UTF_8));
            Message message = orders.nextMessage(ANSWER);
            if (message == null || message.isStatusMessage()) {
                return false;
            }
            seq = message.metaData().streamSequence();
            order = Integer.parseInt(new String(message.getData(), UTF_8));
            ask(connection, message.getReplyTo(), new Headers(), "+ACK");
            book();
            return true;
        }

        private void book() {
            booked.merge(order, 1, Integer::sum);
            order = -1;
        }

        /** Finds out about an order whose acknowledgement was not confirmed: if it is still there, it will come again. */
        void clearUp(Connection connection) throws Exception {
            if (order >= 0) {
                doubts++;
                String found = StreamQuestions.ask(connection, "STREAM.MSG.GET.ORDERS", "{\"seq\":" + seq + "}");
                if (found.contains("\"error\"")) {
                    book();
                }
                order = -1;
            }
        }

        /** Takes what is left. */
        void finish(Connection connection) throws Exception {
            Subscription orders = connection.subscribe("books.here");
            String info = "";
            while (!info.contains("\"messages\":0")) {
                process(connection, orders);
                info = StreamQuestions.ask(connection, "STREAM.INFO.ORDERS", "");
            }
        }
    }
}
