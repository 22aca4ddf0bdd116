package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.ObjectStore;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Consumers, key-value buckets and object stores, as a client uses them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RunningServer server;
    private Connection nats;
    private JetStream streams;
    private JetStreamManagement management;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = ServerUnderTest.start("jetstream { store_dir: \"" + directory.toRealPath() + "\" }\n");
        nats = Nats.connect("nats://127.0.0.1:" + server.clientPort());
        streams = nats.jetStream();
        management = nats.jetStreamManagement();
    }

    @AfterAll
    void stop() throws Exception {
        nats.close();
        server.close();
    }

    private void stream(String name, RetentionPolicy retention, String... subjects) throws Exception {
        management.addStream(StreamConfiguration.builder()
                .name(name)
                .subjects(subjects)
                .retentionPolicy(retention)
                .storageType(StorageType.File)
                .build());
    }

    private void publish(String subject, int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            streams.publish(subject, ("m" + i).getBytes(UTF_8));
        }
    }

    private static String text(Message message) {
        return new String(message.getData(), UTF_8);
    }

    // CO-74, CO-81, CO-94, CO-111
    @Test
    void shouldLetGoOfAWorkQueueWhatIsConfirmed() throws Exception {
        // given
        stream("QUEUE", RetentionPolicy.WorkQueue, "queue.*");
        publish("queue.a", 1, 50);
        JetStreamSubscription pull = streams.subscribe(
                "queue.*", PullSubscribeOptions.builder().durable("worker").build());

        // when
        List<String> got = new ArrayList<>();
        for (Message message : pull.fetch(30, PATIENCE)) {
            got.add(text(message));
            message.ackSync(PATIENCE);
        }

        // then
        assertThat(got).hasSize(30).startsWith("m1", "m2").endsWith("m30");
        assertThat(management.getStreamInfo("QUEUE").getStreamState().getMsgCount())
                .isEqualTo(20);
        ConsumerInfo info = management.getConsumerInfo("QUEUE", "worker");
        assertThat(info.getNumPending()).isEqualTo(20);
        assertThat(info.getNumAckPending()).isZero();
        assertThat(info.getAckFloor().getStreamSequence()).isEqualTo(30);
    }

    // CO-82, CO-98, CO-100, CO-101
    @Test
    void shouldSendAgainWhatIsNotDone() throws Exception {
        // given
        stream("AGAIN", RetentionPolicy.Limits, "again");
        publish("again", 1, 3);
        ConsumerConfiguration soon =
                ConsumerConfiguration.builder().ackWait(Duration.ofMillis(300)).build();
        JetStreamSubscription pull = streams.subscribe(
                "again",
                PullSubscribeOptions.builder().durable("c").configuration(soon).build());

        // when
        List<Message> first = pull.fetch(3, PATIENCE);
        first.get(0).ackSync(PATIENCE);
        first.get(1).nak();
        Message refused = pull.fetch(1, PATIENCE).get(0);
        refused.ackSync(PATIENCE);
        Message late = pull.fetch(1, PATIENCE).get(0);

        // then
        assertThat(text(refused)).isEqualTo("m2");
        assertThat(refused.metaData().deliveredCount()).isEqualTo(2);
        assertThat(refused.metaData().consumerSequence()).isEqualTo(4);
        assertThat(text(late)).isEqualTo("m3");
        assertThat(late.metaData().deliveredCount()).isEqualTo(2);
    }

    // CO-73, CO-77, CO-141
    @Test
    void shouldSendByItselfToOneOfAGroup() throws Exception {
        // given
        stream("PUSH", RetentionPolicy.Limits, "push.>");
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        PushSubscribeOptions options =
                PushSubscribeOptions.builder().durable("d").deliverGroup("g").build();
        for (int i = 0; i < 3; i++) {
            streams.subscribe("push.>", "g", nats.createDispatcher(), message -> got.add(text(message)), true, options);
        }

        // when
        publish("push.x", 1, 100);

        // then
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(got.poll(20, TimeUnit.SECONDS));
        }
        assertThat(all).doesNotHaveDuplicates().doesNotContainNull();
    }

    // CO-95, ST-4
    @Test
    void shouldKeepWhatSomebodyIsInterestedInUntilAllHaveIt() throws Exception {
        // given
        stream("INTEREST", RetentionPolicy.Interest, "interest.*");
        JetStreamSubscription one = streams.subscribe(
                "interest.*", PullSubscribeOptions.builder().durable("one").build());
        JetStreamSubscription two = streams.subscribe(
                "interest.b", PullSubscribeOptions.builder().durable("two").build());
        publish("interest.a", 1, 5);
        publish("interest.b", 6, 10);

        // when
        for (Message message : one.fetch(10, PATIENCE)) {
            message.ackSync(PATIENCE);
        }
        long left = management.getStreamInfo("INTEREST").getStreamState().getMsgCount();
        for (Message message : two.fetch(5, PATIENCE)) {
            message.ackSync(PATIENCE);
        }

        // then
        assertThat(left).isEqualTo(5);
        assertThat(management.getStreamInfo("INTEREST").getStreamState().getMsgCount())
                .isZero();
    }

    // CO-149, KV-19 to KV-33
    @Test
    void shouldShowWhoWatchesABucketWhatBecomesOfIt() throws Exception {
        // given
        nats.keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name("BUCKET")
                        .maxHistoryPerKey(5)
                        .limitMarker(Duration.ofSeconds(5))
                        .build());
        KeyValue bucket = nats.keyValue("BUCKET");
        for (int i = 0; i < 500; i++) {
            bucket.put("key." + i % 100, "v" + i);
        }
        BlockingQueue<KeyValueEntry> seen = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> complete = new LinkedBlockingQueue<>();
        bucket.watchAll(new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                seen.add(entry);
            }

            @Override
            public void endOfData() {
                complete.add(true);
            }
        });
        assertThat(complete.poll(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(100).allMatch(entry -> entry.getRevision() > 400);
        seen.clear();

        // when
        bucket.put("key.1", "new");
        bucket.delete("key.2");
        bucket.create("short", "life".getBytes(UTF_8), io.nats.client.MessageTtl.seconds(1));

        // then
        assertThat(next(seen).getValueAsString()).isEqualTo("new");
        assertThat(next(seen).getOperation()).isEqualTo(KeyValueOperation.DELETE);
        assertThat(next(seen).getKey()).isEqualTo("short");
        KeyValueEntry gone = next(seen);
        assertThat(gone.getKey()).isEqualTo("short");
        assertThat(gone.getOperation()).isEqualTo(KeyValueOperation.PURGE);
        assertThat(bucket.keys()).hasSize(99).doesNotContain("key.2", "short");
        assertThat(bucket.history("key.1")).hasSize(5);
    }

    private static KeyValueEntry next(BlockingQueue<KeyValueEntry> seen) throws InterruptedException {
        KeyValueEntry entry = seen.poll(20, TimeUnit.SECONDS);
        assertThat(entry).isNotNull();
        return entry;
    }

    // KV-37 to KV-50
    @Test
    void shouldKeepObjects() throws Exception {
        // given
        nats.objectStoreManagement()
                .create(ObjectStoreConfiguration.builder("OBJECTS").build());
        ObjectStore objects = nats.objectStore("OBJECTS");
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);

        // when
        objects.put("large", new ByteArrayInputStream(bytes));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        objects.get("large", out);
        objects.delete("large");

        // then
        assertThat(out.toByteArray()).isEqualTo(bytes);
        assertThat(objects.getList()).isEmpty();
    }

    private static void waitForRequest(JetStreamManagement of, String stream) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (of.getConsumerInfo(stream, "c").getNumWaiting() == 0) {
            assertThat(System.nanoTime()).as("no request waits").isLessThan(end);
        }
    }

    // CO-59, CO-62
    @Test
    void shouldGoSoonWhenNobodyListensAnyMoreWhateverWasNotAcknowledged() throws Exception {
        // given
        stream("SOON", RetentionPolicy.Limits, "soon");
        publish("soon", 1, 1);
        Subscription inbox = nats.subscribe("soon.inbox");
        ConsumerConfiguration soon = ConsumerConfiguration.builder()
                .durable("c")
                .deliverSubject("soon.inbox")
                .inactiveThreshold(Duration.ofMillis(50))
                .build();
        management.addOrUpdateConsumer("SOON", soon);
        assertThat(inbox.nextMessage(PATIENCE)).isNotNull();

        // when
        inbox.unsubscribe();

        // then it does not wait for the acknowledgement, which may come within 30 seconds
        eventually(() -> assertThat(management.getConsumerNames("SOON")).isEmpty());
    }

    // CO-107, CO-134
    @Test
    void shouldTellWhoWaitsThatTheConsumerIsGone() throws Exception {
        // given
        stream("GONE", RetentionPolicy.Limits, "gone");
        management.addOrUpdateConsumer(
                "GONE",
                ConsumerConfiguration.builder()
                        .durable("c")
                        .ackPolicy(AckPolicy.Explicit)
                        .build());
        BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
        nats.createDispatcher(answers::add).subscribe("gone.answers");
        nats.publish("$JS.API.CONSUMER.MSG.NEXT.GONE.c", "gone.answers", new byte[0]);
        waitForRequest(management, "GONE");

        // when
        management.deleteConsumer("GONE", "c");

        // then
        Message answer = answers.poll(20, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        assertThat(answer.getStatus().getMessageWithCode()).isEqualTo("409 Consumer Deleted");
    }

    // CO-134
    @Test
    void shouldTellWhoWaitsThatTheServerEnds(@TempDir Path directory) throws Exception {
        // given
        assumeFalse(ServerUnderTest.isReference(), "it closes connections before it has told them");
        BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
        RunningServer other = ServerUnderTest.start("jetstream { store_dir: \"" + directory.toRealPath() + "\" }\n");
        try (Connection client = Nats.connect("nats://127.0.0.1:" + other.clientPort())) {
            client.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("END")
                            .subjects("end")
                            .build());
            client.jetStreamManagement()
                    .addOrUpdateConsumer(
                            "END", ConsumerConfiguration.builder().durable("c").build());
            client.createDispatcher(answers::add).subscribe("end.answers");
            client.publish("$JS.API.CONSUMER.MSG.NEXT.END.c", "end.answers", new byte[0]);
            waitForRequest(client.jetStreamManagement(), "END");

            // when
            other.close();

            // then
            Message answer = answers.poll(20, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            assertThat(answer.getStatus().getMessageWithCode()).isEqualTo("409 Server Shutdown");
        } finally {
            other.close();
        }
    }
}
