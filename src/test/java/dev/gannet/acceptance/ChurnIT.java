package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Publishers, steady subscribers and a queue group on many connections, so on every loop of the server, while others
 * come, subscribe to the same subjects and go. Nothing may be lost, doubled or out of order for those who stay.
 */
class ChurnIT {
    private static final int PUBLISHERS = 4;
    private static final int STEADY = 4;
    private static final int MEMBERS = 4;
    private static final int CHURNERS = 2;
    private static final int MESSAGES = 15_000;
    private static final int SUBJECTS = 8;

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws InterruptedException {
        threads.shutdownNow();
        for (Connection connection : connections) {
            connection.close();
        }
    }

    @Test // CP-168: each message once to the group; order is kept from one publisher to one subscriber.
    void shouldLoseNothingWhileOthersComeAndGo() throws Exception {
        // given steady subscribers, and a group
        List<Witness> witnesses = new ArrayList<>();
        for (int i = 0; i < STEADY; i++) {
            witnesses.add(subscribe(new Witness(), null));
        }
        List<LongAdder> shares = new ArrayList<>();
        AtomicIntegerArray seen = new AtomicIntegerArray(PUBLISHERS * MESSAGES);
        for (int i = 0; i < MEMBERS; i++) {
            LongAdder share = new LongAdder();
            shares.add(share);
            subscribe(
                    (publisher, number) -> {
                        seen.incrementAndGet(publisher * MESSAGES + number);
                        share.increment();
                    },
                    "group");
        }

        // when there is much to hear, and others come and go
        AtomicBoolean isOver = new AtomicBoolean();
        List<Future<?>> churning = new ArrayList<>();
        for (int i = 0; i < CHURNERS; i++) {
            Random random = new Random(i);
            churning.add(threads.submit(() -> churn(random, isOver)));
        }
        List<Future<?>> publishing = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            int publisher = i;
            Connection connection = connect();
            publishing.add(threads.submit(() -> publish(connection, publisher)));
        }
        for (Future<?> done : publishing) {
            done.get();
        }
        isOver.set(true);
        for (Future<?> done : churning) {
            done.get();
        }

        // then the steady ones heard all of it in order, and the group each message once
        for (Witness witness : witnesses) {
            eventually(() -> assertThat(witness.heard.sum()).isEqualTo(PUBLISHERS * MESSAGES));
            assertThat(witness.outOfOrder.sum()).isZero();
        }
        eventually(() ->
                assertThat(shares.stream().mapToLong(LongAdder::sum).sum()).isEqualTo(PUBLISHERS * MESSAGES));
        for (int i = 0; i < seen.length(); i++) {
            assertThat(seen.get(i)).as("message %d in the group", i).isEqualTo(1);
        }
        assertThat(shares).allSatisfy(share -> assertThat(share.sum()).isPositive());
    }

    /** Takes a message by who published it and its number. */
    private interface Hearer {
        void hear(int publisher, int number);
    }

    /** Looks that each publisher's messages come one after the other. Its dispatcher's thread writes. */
    private static final class Witness implements Hearer {
        private final int[] next = new int[PUBLISHERS];
        private final LongAdder heard = new LongAdder();
        private final LongAdder outOfOrder = new LongAdder();

        @Override
        public void hear(int publisher, int number) {
            if (next[publisher]++ != number) {
                outOfOrder.increment();
            }
            heard.increment();
        }
    }

    private <T extends Hearer> T subscribe(T hearer, @Nullable String queue) throws Exception {
        Connection connection = connect();
        Dispatcher dispatcher = connection.createDispatcher(message -> hear(hearer, message));
        dispatcher.setPendingLimits(-1, -1);
        if (queue == null) {
            dispatcher.subscribe("churn.*.*");
        } else {
            dispatcher.subscribe("churn.>", queue);
        }
        connection.flush(SOON);
        return hearer;
    }

    private static void hear(Hearer hearer, Message message) {
        ByteBuffer body = ByteBuffer.wrap(message.getData());
        hearer.hear(body.getInt(), body.getInt());
    }

    private static Void publish(Connection connection, int publisher) throws Exception {
        for (int number = 0; number < MESSAGES; number++) {
            byte[] body = ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(publisher)
                    .putInt(number)
                    .array();
            connection.publish("churn." + publisher + "." + number % SUBJECTS, body);
        }
        connection.flush(SOON);
        return null;
    }

    /** Subscribes to what is published, in several ways, and goes, with or without a word. */
    private static Void churn(Random random, AtomicBoolean isOver) throws Exception {
        while (!isOver.get()) {
            try (Connection passing = Clients.connect(server.url())) {
                Dispatcher dispatcher = passing.createDispatcher(message -> {});
                for (int i = 0; i < 20; i++) {
                    String subject = "churn." + random.nextInt(PUBLISHERS) + "." + random.nextInt(SUBJECTS);
                    dispatcher.subscribe(random.nextBoolean() ? subject : "churn.*." + random.nextInt(SUBJECTS));
                    passing.subscribe(subject).unsubscribe(1 + random.nextInt(10));
                    if (random.nextInt(4) == 0) {
                        dispatcher.unsubscribe(subject);
                    }
                }
                passing.flush(SOON);
            }
        }
        return null;
    }

    private Connection connect() throws Exception {
        Connection connection = Clients.connect(server.url());
        connections.add(connection);
        return connection;
    }
}
