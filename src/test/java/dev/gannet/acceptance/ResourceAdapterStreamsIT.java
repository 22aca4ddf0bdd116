package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.acceptance.ConnectorContainer.Beans;
import dev.gannet.ra.GannetResourceAdapter;
import dev.gannet.ra.StreamActivation;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import jakarta.resource.spi.InvalidPropertyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Message-driven beans of the adapter for applications, for messages of streams. */
class ResourceAdapterStreamsIT {

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("jetstream {}");

    private final ConnectorContainer container = new ConnectorContainer();
    private final GannetResourceAdapter adapter = new GannetResourceAdapter();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private Connection admin;
    private JetStreamManagement streams;

    @BeforeEach
    void start() throws Exception {
        adapter.start(container);
        admin = Nats.connect(server.url());
        streams = admin.jetStreamManagement();
        streams.addStream(stream("WORK", "work.>"));
    }

    private static StreamConfiguration stream(String name, String subject) {
        return StreamConfiguration.builder()
                .name(name)
                .subjects(subject)
                .storageType(StorageType.Memory)
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        adapter.stop();
        container.close();
        for (String name : streams.getStreamNames()) {
            streams.deleteStream(name);
        }
        admin.close();
    }

    private static StreamActivation activation() {
        StreamActivation activation = new StreamActivation();
        activation.setUrl(server.url());
        activation.setStream("WORK");
        activation.setConsumer("desk");
        activation.setBackoffMillis("1");
        return activation;
    }

    private void publish(String... texts) throws Exception {
        for (String text : texts) {
            admin.jetStream().publish("work.new", text.getBytes(UTF_8));
        }
    }

    private void awaitAllAcknowledged(long messages) throws Exception {
        eventually(() -> {
            assertThat(streams.getConsumerNames("WORK")).contains("desk");
            ConsumerInfo desk = streams.getConsumerInfo("WORK", "desk");
            assertThat(desk.getAckFloor().getStreamSequence()).isEqualTo(messages);
            assertThat(desk.getNumAckPending()).isZero();
        });
    }

    @Test
    void shouldTellBeansOfMessagesUntilTheyAreDone() throws Exception {
        // given a bean that fails with a message twice
        adapter.endpointActivation(
                container.streamBean(message -> {
                    seen.add(message.text() + " " + message.sequence() + " " + message.deliveries());
                    if (message.text().equals("two") && message.deliveries() < 3) {
                        throw new IllegalStateException("a bean's own failure");
                    }
                }),
                activation());

        // when
        publish("one", "two", "three");

        // then
        awaitAllAcknowledged(3);
        assertThat(seen)
                .contains("one 1 1", "two 2 1", "two 2 2", "two 2 3", "three 3 1")
                .hasSize(5);
    }

    @Test
    void shouldAcknowledgeWhenTheTransactionHasCommitted() throws Exception {
        // given a bean that has its transaction rolled back, once without saying why
        adapter.endpointActivation(
                container.transactedStreamBean(message -> {
                    seen.add(message.text() + " " + message.deliveries());
                    if (message.text().equals("quiet") && message.deliveries() == 1) {
                        container.setRollbackOnly();
                    } else if (message.text().equals("loud") && message.deliveries() == 1) {
                        throw new IllegalStateException("a bean's own failure");
                    }
                }),
                activation());

        // when
        publish("quiet", "loud", "good");

        // then what was rolled back has come again
        awaitAllAcknowledged(3);
        assertThat(seen)
                .contains("quiet 1", "quiet 2", "loud 1", "loud 2", "good 1")
                .hasSize(5);
    }

    @Test
    void shouldPutAwayWhatCannotBeDone() throws Exception {
        // given
        streams.addStream(stream("DEAD", "dead"));
        StreamActivation activation = activation();
        activation.setMaxDeliveries(2);
        activation.setDeadLetterSubject("dead");
        activation.setSubject("work.new, work.old");
        adapter.endpointActivation(
                container.streamBean(message -> {
                    throw new IllegalStateException("never");
                }),
                activation);

        // when
        publish("hopeless");

        // then
        eventually(
                () -> assertThat(streams.getStreamInfo("DEAD").getStreamState().getMsgCount())
                        .isEqualTo(1));
        assertThat(streams.getMessage("DEAD", 1).getHeaders().getFirst("Gannet-Deliveries"))
                .isEqualTo("2");
        assertThat(streams.getConsumerInfo("WORK", "desk")
                        .getConsumerConfiguration()
                        .getFilterSubjects())
                .containsExactlyInAnyOrder("work.new", "work.old");
    }

    @Test
    void shouldAcknowledgeWhenTheBeanHasReturned() throws Exception {
        // given a bean that is busy with a message
        CountDownLatch goOn = new CountDownLatch(1);
        adapter.endpointActivation(
                container.streamBean(message -> {
                    seen.add(message.text());
                    await(goOn);
                }),
                activation());
        publish("slow");
        eventually(() -> assertThat(seen).containsExactly("slow"));

        // then the server has heard nothing of it yet
        ConsumerInfo desk = streams.getConsumerInfo("WORK", "desk");
        assertThat(desk.getNumAckPending()).isEqualTo(1);
        assertThat(desk.getAckFloor().getStreamSequence()).isZero();

        // until it is done
        goOn.countDown();
        awaitAllAcknowledged(1);
    }

    @Test
    void shouldTryAgainAfterAPause() throws Exception {
        // given
        Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        StreamActivation activation = activation();
        activation.setBackoffMillis("200, 1");
        adapter.endpointActivation(
                container.streamBean(message -> {
                    nanos.add(System.nanoTime());
                    if (message.deliveries() < 3) {
                        throw new IllegalStateException("a bean's own failure");
                    }
                }),
                activation);

        // when
        publish("twice");

        // then
        awaitAllAcknowledged(1);
        List<Long> times = List.copyOf(nanos);
        assertThat(times).hasSize(3);
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void shouldNotTellABeanOfMoreMessagesAtATimeThanItWants() throws Exception {
        // given a bean of which each call waits for another one
        CyclicBarrier pair = new CyclicBarrier(2);
        AtomicInteger running = new AtomicInteger();
        Queue<Integer> runningThen = new ConcurrentLinkedQueue<>();
        StreamActivation activation = activation();
        activation.setConcurrency(2);
        adapter.endpointActivation(
                container.streamBean(message -> {
                    runningThen.add(running.incrementAndGet());
                    await(pair);
                    running.decrementAndGet();
                }),
                activation);

        // when
        publish("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

        // then
        awaitAllAcknowledged(10);
        assertThat(runningThen).hasSize(10).contains(2).allMatch(calls -> calls <= 2);
    }

    @Test
    void shouldFinishWhatItHasBegunWhenItIsDeactivated() throws Exception {
        // given a bean that is busy with the first of three messages
        CountDownLatch goOn = new CountDownLatch(1);
        StreamActivation activation = activation();
        Beans beans = container.streamBean(message -> {
            seen.add(message.text());
            await(goOn);
        });
        adapter.endpointActivation(beans, activation);
        publish("one", "two", "three");
        eventually(() -> assertThat(seen).containsExactly("one"));

        // when
        CompletableFuture<Void> ended =
                CompletableFuture.runAsync(() -> adapter.endpointDeactivation(beans, activation));
        eventually(() -> {
            ConsumerInfo desk = streams.getConsumerInfo("WORK", "desk");
            assertThat(desk.getNumWaiting()).as("nobody asks for more").isZero();
            assertThat(desk.getNumAckPending() + desk.getNumPending())
                    .as("nothing is done")
                    .isGreaterThanOrEqualTo(1);
        });
        assertThat(ended).isNotDone();
        goOn.countDown();
        ended.get(20, TimeUnit.SECONDS);

        // then what ran is done, and the next bean gets the others
        assertThat(seen).containsExactly("one");
        assertThat(streams.getConsumerInfo("WORK", "desk").getAckFloor().getStreamSequence())
                .isEqualTo(1);
        adapter.endpointActivation(container.streamBean(message -> seen.add(message.text())), activation());
        awaitAllAcknowledged(3);
        assertThat(seen).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void shouldGoOnWhenTheServerHasRestarted(@TempDir Path directory) throws Exception {
        // given a bean that is busy with a message
        String configuration = "jetstream { store_dir: \"" + directory.resolve("streams") + "\" }";
        RunningServer first = ServerUnderTest.start(configuration);
        int port = first.clientPort();
        CountDownLatch goOn = new CountDownLatch(1);
        StreamActivation activation = activation();
        activation.setUrl(first.url());
        activation.setStream("KEPT");
        try (Connection client = Nats.connect(first.url())) {
            client.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("KEPT")
                            .subjects("kept")
                            .build());
            client.jetStream().publish("kept", "before".getBytes(UTF_8));
        }
        adapter.endpointActivation(
                container.streamBean(message -> {
                    seen.add(message.text());
                    await(goOn);
                }),
                activation);
        eventually(() -> assertThat(seen).containsExactly("before"));

        // when the server is gone for a while
        first.close();
        goOn.countDown();
        try (RunningServer second = ServerUnderTest.start(configuration, port);
                Connection client = Nats.connect(second.url())) {
            client.jetStream().publish("kept", "after".getBytes(UTF_8));

            // then the bean goes on: what it did meanwhile is known, or comes again
            eventually(() -> {
                ConsumerInfo desk = client.jetStreamManagement().getConsumerInfo("KEPT", "desk");
                assertThat(desk.getAckFloor().getStreamSequence()).isEqualTo(2);
            });
            assertThat(seen).startsWith("before").endsWith("after");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAnActivation() {
        StreamActivation activation = activation();
        activation.setConsumer("a.b");
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> adapter.endpointActivation(container.streamBean(message -> {}), activation))
                .withMessage("bean dev.gannet.acceptance.ConnectorContainer$Beans: activation property consumer: a.b"
                        + " (expected: a name without dots, spaces and wildcards)");
        activation.setConsumer("desk");
        activation.setBackoffMillis("1,soon");
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(activation::validate)
                .withMessageContaining("property backoffMillis: soon (expected:");
    }
}
