package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.acceptance.ConnectorContainer.Pool;
import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingException;
import dev.gannet.api.NoRespondersException;
import dev.gannet.api.PubAck;
import dev.gannet.api.PublishOptions;
import dev.gannet.ra.ConnectionSettings;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import jakarta.resource.spi.LocalTransactionException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is published in transactions through the adapter for applications. */
class ResourceAdapterTransactionsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("jetstream {}");

    private final Pool pool = new Pool();
    private Connection admin;
    private JetStreamManagement streams;

    @BeforeEach
    void start() throws Exception {
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
        pool.destroy();
        for (String name : streams.getStreamNames()) {
            streams.deleteStream(name);
        }
        admin.close();
    }

    @Test
    void shouldPublishAtTheCommit() throws Exception {
        // given
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        admin.createDispatcher(message -> heard.add(new String(message.getData(), UTF_8)))
                .subscribe("core.>");
        admin.flush(SOON);
        byte[] reused = "plain".getBytes(UTF_8);

        // when messages are published in a transaction
        pool.begin();
        MessagingConnection connection = pool.of(settings()).getConnection();
        connection.publish("core.a", reused);
        reused[0] = '!';
        CompletionStage<PubAck> kept =
                connection.publishAcknowledgedAsync("work.new", "kept".getBytes(UTF_8), PublishOptions.none(), SOON);

        // then nothing is there before the commit
        assertThat(connection.request("$JS.API.INFO", "", SOON).text()).contains("\"streams\":1");
        assertThat(messagesInStream()).isZero();
        assertThat(heard).isEmpty();
        assertThat(kept.toCompletableFuture()).isNotDone();
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> connection.publishAcknowledged("work.new", "x", PublishOptions.none(), SOON))
                .withMessageContaining("in a transaction");

        // and all is there after it
        pool.commit();
        assertThat(messagesInStream()).isEqualTo(1);
        assertThat(kept.toCompletableFuture().join().sequence()).isEqualTo(1);
        eventually(() -> assertThat(heard).containsExactly("plain"));
        connection.publish("core.b", "after");
        eventually(() -> assertThat(heard).containsExactly("plain", "after"));
        connection.close();
    }

    @Test
    void shouldPublishNothingOfWhatIsRolledBack() throws Exception {
        // when
        pool.begin();
        MessagingConnection connection = pool.of(settings()).getConnection();
        connection.publish("work.new", "plain");
        CompletionStage<PubAck> kept =
                connection.publishAcknowledgedAsync("work.new", "kept".getBytes(UTF_8), PublishOptions.none(), SOON);
        pool.rollBack();

        // then
        assertThat(kept.toCompletableFuture())
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("rolled back");
        connection.publishAcknowledged("work.new", "outside", PublishOptions.none(), SOON);
        assertThat(messagesInStream()).isEqualTo(1);
        connection.close();
    }

    @Test
    void shouldNotCommitWhatAStreamRefuses() throws Exception {
        // when
        pool.begin();
        MessagingConnection connection = pool.of(settings()).getConnection();
        connection.publish("work.new", "plain");
        CompletionStage<PubAck> kept =
                connection.publishAcknowledgedAsync("work.new", "kept".getBytes(UTF_8), PublishOptions.none(), SOON);
        CompletionStage<PubAck> refused =
                connection.publishAcknowledgedAsync("nowhere", new byte[0], PublishOptions.none(), SOON);

        // then the commit fails, says what is there all the same, and what no stream is asked about is not sent
        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(pool::commit)
                .withMessageContaining("publish to nowhere: no stream keeps it; streams keep 1 of 2 messages");
        assertThat(kept.toCompletableFuture()).isCompleted();
        assertThat(refused.toCompletableFuture())
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(NoRespondersException.class);
        assertThat(messagesInStream()).isEqualTo(1);
        connection.close();
    }

    @Test
    void shouldNotHoldBackMoreThanItMay() throws Exception {
        // given
        ConnectionSettings settings = settings();
        settings.setTransactionMessagesMax(2);
        settings.setTransactionBytesMax(10);
        pool.begin();
        MessagingConnection connection = pool.of(settings).getConnection();

        // then
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> connection.publish("work.new", "12345678901"))
                .withMessageContaining(
                        "11 bytes in a transaction (expected: at most transactionBytesMax, which is 10)");
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> connection.publish("work.*", "x"))
                .withMessageContaining("property subject: work.*");
        connection.publish("work.new", "1");
        connection.publish("work.new", "2");
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> connection.publish("work.new", "3"))
                .withMessageContaining("3 messages in a transaction (expected: at most transactionMessagesMax");
        connection.close();
        pool.commit();
        assertThat(messagesInStream()).isEqualTo(2);
    }

    private long messagesInStream() throws Exception {
        return streams.getStreamInfo("WORK").getStreamState().getMsgCount();
    }

    private static ConnectionSettings settings() {
        return ConnectorContainer.settings(server.url());
    }
}
