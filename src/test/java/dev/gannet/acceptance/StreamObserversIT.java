package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.api.Messaging;
import dev.gannet.api.PublishOptions;
import dev.gannet.api.StreamMessage;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.call.Surroundings;
import dev.gannet.client.stream.StreamCall;
import dev.gannet.client.stream.StreamObservers;
import dev.gannet.client.stream.StreamSettings;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is called for the messages of a stream, against any NATS server. */
class StreamObserversIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final ExecutorService calls = Executors.newCachedThreadPool();
    private RunningServer server;
    private Connection admin;
    private Connection nats;
    private JnatsMessaging messaging;
    private StreamObservers observers;

    @BeforeEach
    void start() throws Exception {
        server = ServerUnderTest.start(configuration());
        connect();
        management()
                .addStream(StreamConfiguration.builder()
                        .name("WORK")
                        .subjects("work.>")
                        .storageType(StorageType.File)
                        .build());
        observers = observers();
    }

    @AfterEach
    void end() throws Exception {
        observers.close(SOON);
        messaging.close();
        nats.close();
        admin.close();
        calls.shutdownNow();
        server.close();
    }

    @Test
    void shouldCallForEachMessageOnceAndAcknowledge() throws Exception {
        // given
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().build(), done(message -> seen.add(message.sequence() + " " + message.text())));

        // when
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            publish("work.a", "job " + i);
            expected.add(i + " job " + i);
        }

        // then
        eventually(() -> assertThat(seen).hasSize(200));
        assertThat(seen).containsExactlyElementsOf(expected);
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldCallForTheSubjectsThatAreWanted() throws Exception {
        // given
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        publish("work.a", "a");
        publish("work.b", "b");
        publish("work.c", "c");
        observers.observe(
                settings().subjects("work.a", "work.c").build(), done(message -> seen.add(message.subject())));

        // then
        eventually(() -> assertThat(seen).containsExactly("work.a", "work.c"));
        assertThat(consumer().getConsumerConfiguration().getFilterSubjects()).containsExactly("work.a", "work.c");
    }

    @Test
    void shouldTryAgainWhatFailed() throws Exception {
        // given a method that fails twice
        Queue<Long> deliveries = new ConcurrentLinkedQueue<>();
        observers.observe(settings().build(), done(message -> {
            deliveries.add(message.deliveries());
            if (message.deliveries() < 3) {
                throw new IllegalStateException("not yet");
            }
        }));

        // when
        publish("work.a", "x");

        // then
        eventually(() -> assertThat(deliveries).containsExactly(1L, 2L, 3L));
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldMakeADeadLetterOfWhatFailsTooOften() throws Exception {
        // given
        keepDeadLetters();
        AtomicInteger calls = new AtomicInteger();
        observers.observe(settings().maxDeliveries(2).deadLetter("dead.work").build(), done(message -> {
            calls.incrementAndGet();
            throw new IllegalStateException("no\nway");
        }));

        // when
        messaging.publishAcknowledged(
                "work.a",
                "x",
                PublishOptions.none()
                        .header("Trace", "t")
                        .expectedLastSequence(0)
                        .messageId("m"),
                SOON);

        // then
        MessageInfo dead = firstDeadLetter();
        assertThat(dead.getSubject()).isEqualTo("dead.work");
        assertThat(dead.getData()).asString().isEqualTo("x");
        assertThat(dead.getHeaders().getFirst("Gannet-Subject")).isEqualTo("work.a");
        assertThat(dead.getHeaders().getFirst("Gannet-Stream")).isEqualTo("WORK");
        assertThat(dead.getHeaders().getFirst("Gannet-Consumer")).isEqualTo("worker");
        assertThat(dead.getHeaders().getFirst("Gannet-Sequence")).isEqualTo("1");
        assertThat(dead.getHeaders().getFirst("Gannet-Deliveries")).isEqualTo("2");
        assertThat(dead.getHeaders().getFirst("Gannet-Error")).isEqualTo("java.lang.IllegalStateException: no way");
        assertThat(dead.getHeaders().getFirst("Trace")).isEqualTo("t");
        assertThat(calls).hasValue(2);
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldNotTryAgainWhatIsHopeless() throws Exception {
        // given
        keepDeadLetters();
        AtomicInteger calls = new AtomicInteger();
        observers.observe(
                settings()
                        .deadLetter("dead.work")
                        .hopeless(IllegalArgumentException.class)
                        .build(),
                done(message -> {
                    calls.incrementAndGet();
                    throw new NumberFormatException("never");
                }));

        // when
        publish("work.a", "x");

        // then
        assertThat(firstDeadLetter().getHeaders().getFirst("Gannet-Deliveries")).isEqualTo("1");
        assertThat(calls).hasValue(1);
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldKeepAMessageUntilItsDeadLetterIsKept() throws Exception {
        // given a dead letter that no stream keeps
        AtomicInteger calls = new AtomicInteger();
        observers.observe(settings().maxDeliveries(1).deadLetter("dead.work").build(), done(message -> {
            calls.incrementAndGet();
            throw new IllegalStateException("no");
        }));
        publish("work.a", "x");
        eventually(() -> assertThat(calls).hasValue(1));

        // when
        keepDeadLetters();

        // then it is one, without another call
        firstDeadLetter();
        assertThat(calls).hasValue(1);
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldSayThatItIsInProgress() throws Exception {
        // given a call that takes longer than the server waits, and more messages behind it
        CountDownLatch goOn = new CountDownLatch(1);
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().ackWait(Duration.ofMillis(400)).build(), done(message -> {
            seen.add(message.text() + " " + message.deliveries());
            if (message.text().equals("long")) {
                await(goOn);
            }
        }));
        publish("work.a", "long");
        publish("work.a", "next");

        // when another consumer of the same kind, whose message is not acknowledged, has had it again three times
        try (Connection other = Nats.connect(server.url())) {
            management()
                    .addOrUpdateConsumer(
                            "WORK",
                            ConsumerConfiguration.builder()
                                    .durable("clock")
                                    .ackWait(400)
                                    .maxDeliver(4)
                                    .build());
            var clock = other.jetStream().subscribe(null, io.nats.client.PullSubscribeOptions.bind("WORK", "clock"));
            for (int i = 0; i < 8; i++) {
                assertThat(clock.fetch(1, SOON)).hasSize(1);
            }
        }
        goOn.countDown();

        // then
        eventually(() -> assertThat(seen).hasSize(2));
        eventuallyNothingIsLeft();
        assertThat(seen).containsExactly("long 1", "next 1");
    }

    @Test
    void shouldCallForAsManyAtATimeAsItMay() throws Exception {
        // given
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch all = new CountDownLatch(30);
        observers.observe(settings().concurrency(3).build(), done(message -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            await(three);
            now.decrementAndGet();
            all.countDown();
        }));

        // when
        for (int i = 0; i < 30; i++) {
            publish("work.a", "x");
        }

        // then
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(3);
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldAcknowledgeWhenTheStageEnds() throws Exception {
        // given
        CompletableFuture<Void> result = new CompletableFuture<>();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().build(), message -> {
            seen.add(message.text());
            return result;
        });
        publish("work.a", "x");
        eventually(() -> assertThat(seen).hasSize(1));
        assertThat(consumer().getNumAckPending()).isEqualTo(1);

        // when
        result.complete(null);

        // then
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldFinishWhatHasBegunAndGiveBackTheRest() throws Exception {
        // given one call that runs, and messages that wait for it
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().build(), done(message -> {
            seen.add(message.text());
            begun.countDown();
            await(goOn);
        }));
        publish("work.a", "first");
        publish("work.a", "second");
        publish("work.a", "third");
        await(begun);
        eventually(() -> assertThat(consumer().getNumPending()).isZero());

        // when
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> observers.close(SOON));
        StreamObservers others = observers();
        List<String> again = new ArrayList<>();
        others.observe(settings().build(), done(message -> again.add(message.text() + " " + message.deliveries())));

        // then the others come to another one, without the server waiting for an acknowledgement
        eventually(() -> assertThat(again).containsExactly("second 2", "third 2"));
        assertThat(closed).isNotDone();
        goOn.countDown();
        closed.get(20, TimeUnit.SECONDS);
        eventuallyNothingIsLeft();
        assertThat(seen).containsExactly("first");
        others.close(SOON);
    }

    @Test
    void shouldGoOnAfterTheConsumerWasDeleted() throws Exception {
        // given
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().onlyNew(true).build(), done(message -> seen.add(message.text())));
        publishUntilSeen("before", seen);

        // when
        management().deleteConsumer("WORK", "worker");

        // then
        publishUntilSeen("after", seen);
    }

    @Test
    void shouldGoOnAfterTheServerWasStartedAgain() throws Exception {
        // given
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().build(), done(message -> seen.add(message.text())));
        publish("work.a", "before");
        eventually(() -> assertThat(seen).containsExactly("before"));

        // when
        int port = server.clientPort();
        server.close();
        server = ServerUnderTest.start(configuration(), port);

        // then
        eventually(() -> assertThat(admin.getStatus()).isEqualTo(Connection.Status.CONNECTED));
        publish("work.a", "after");
        eventually(() -> assertThat(seen).contains("after"));
        eventuallyNothingIsLeft();
    }

    @Test
    void shouldWaitForAStreamThatIsNotThereYet() throws Exception {
        // given
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().stream("LATER").build(), done(message -> seen.add(message.text())));

        // when
        management()
                .addStream(StreamConfiguration.builder()
                        .name("LATER")
                        .subjects("later")
                        .build());
        publish("later", "x");

        // then
        eventually(() -> assertThat(seen).containsExactly("x"));
    }

    @Test
    void shouldNotChangeAConsumerUnlessToldTo() throws Exception {
        // given a consumer of the operator's
        management()
                .addOrUpdateConsumer(
                        "WORK",
                        ConsumerConfiguration.builder()
                                .durable("worker")
                                .ackPolicy(AckPolicy.Explicit)
                                .filterSubject("work.a")
                                .ackWait(7_000)
                                .build());
        publish("work.a", "a");
        publish("work.b", "b");
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        observers.observe(settings().ackWait(Duration.ofSeconds(9)).build(), done(message -> seen.add(message.text())));

        // then it is used as it is
        eventually(() -> assertThat(seen).containsExactly("a"));
        assertThat(consumer().getConsumerConfiguration().getAckWait()).isEqualTo(Duration.ofSeconds(7));
        observers.close(SOON);

        // when it may be changed
        observers = observers();
        observers.observe(
                settings()
                        .update(true)
                        .subjects("work.b")
                        .ackWait(Duration.ofSeconds(9))
                        .build(),
                done(message -> seen.add(message.text())));

        // then
        publish("work.b", "c");
        eventually(() -> assertThat(seen).contains("c"));
        assertThat(consumer().getConsumerConfiguration().getAckWait()).isEqualTo(Duration.ofSeconds(9));
        assertThat(consumer().getConsumerConfiguration().getFilterSubjects()).containsExactly("work.b");
    }

    private String configuration() {
        return "jetstream { store_dir: '" + directory + "' }";
    }

    private void connect() throws Exception {
        admin = Nats.connect(again(server.url()).build());
        nats = Nats.connect(again(server.url()).build());
        messaging = JnatsMessaging.connect(again(server.url()));
    }

    private static Options.Builder again(String url) {
        return new Options.Builder().server(url).maxReconnects(-1).reconnectWait(Duration.ofMillis(50));
    }

    private StreamObservers observers() {
        return new StreamObservers(new Surroundings() {
            @Override
            public Messaging messaging() {
                return messaging;
            }

            @Override
            public Connection nats() {
                return nats;
            }

            @Override
            public Executor executor() {
                return calls;
            }
        });
    }

    private JetStreamManagement management() throws Exception {
        return admin.jetStreamManagement();
    }

    private ConsumerInfo consumer() throws Exception {
        return management().getConsumerInfo("WORK", "worker");
    }

    private void eventuallyNothingIsLeft() throws Exception {
        eventually(() -> {
            ConsumerInfo consumer = consumer();
            assertThat(consumer.getNumAckPending()).as("not acknowledged").isZero();
            assertThat(consumer.getNumPending()).as("to come").isZero();
        });
    }

    private void publish(String subject, String text) throws Exception {
        admin.jetStream().publish(subject, text.getBytes(UTF_8));
    }

    private void publishUntilSeen(String text, Queue<String> seen) throws Exception {
        eventually(() -> {
            publish("work.a", text);
            assertThat(seen).contains(text);
        });
    }

    private void keepDeadLetters() throws Exception {
        management()
                .addStream(StreamConfiguration.builder()
                        .name("DEAD")
                        .subjects("dead.>")
                        .storageType(StorageType.Memory)
                        .build());
    }

    private MessageInfo firstDeadLetter() throws Exception {
        eventually(() -> assertThat(
                        management().getStreamInfo("DEAD").getStreamState().getMsgCount())
                .isEqualTo(1));
        return management().getMessage("DEAD", 1);
    }

    private static StreamCall done(Action action) {
        return message -> {
            try {
                action.run(message);
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
            return CompletableFuture.completedFuture(null);
        };
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Settings settings() {
        return new Settings();
    }

    /** What a method does with a message. */
    private interface Action {
        void run(StreamMessage message) throws Exception;
    }

    /** Settings of a consumer that is made. */
    private static final class Settings {
        private String stream = "WORK";
        private List<String> subjects = List.of();
        private boolean update;
        private boolean onlyNew;
        private Duration ackWait = Duration.ZERO;
        private int concurrency = 1;
        private int maxDeliveries = 5;
        private String deadLetter = "";
        private List<Class<? extends Throwable>> hopeless = List.of();

        Settings stream(String value) {
            stream = value;
            return this;
        }

        Settings subjects(String... values) {
            subjects = List.of(values);
            return this;
        }

        Settings update(boolean value) {
            update = value;
            return this;
        }

        Settings onlyNew(boolean value) {
            onlyNew = value;
            return this;
        }

        Settings ackWait(Duration value) {
            ackWait = value;
            return this;
        }

        Settings concurrency(int value) {
            concurrency = value;
            return this;
        }

        Settings maxDeliveries(int value) {
            maxDeliveries = value;
            return this;
        }

        Settings deadLetter(String value) {
            deadLetter = value;
            return this;
        }

        Settings hopeless(Class<? extends Throwable> value) {
            hopeless = List.of(value);
            return this;
        }

        StreamSettings build() {
            List<Duration> backoff = List.of(Duration.ofMillis(10), Duration.ofMillis(20));
            return new StreamSettings(
                    stream,
                    "worker",
                    subjects,
                    true,
                    update,
                    onlyNew,
                    ackWait,
                    concurrency,
                    maxDeliveries,
                    backoff,
                    deadLetter,
                    hopeless);
        }
    }
}
