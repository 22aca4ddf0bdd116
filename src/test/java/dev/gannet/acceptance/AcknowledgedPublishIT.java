package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.api.MessagingException;
import dev.gannet.api.NoRespondersException;
import dev.gannet.api.PubAck;
import dev.gannet.api.PublishOptions;
import dev.gannet.api.PublishRefusedException;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Publishing into streams as an application does it. */
class AcknowledgedPublishIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("jetstream {}");

    private Connection admin;
    private JnatsMessaging messaging;

    @BeforeEach
    void connect() throws Exception {
        admin = Nats.connect(server.url());
        admin.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("ACKED")
                        .subjects("acked.>")
                        .storageType(StorageType.Memory)
                        .build());
        messaging = JnatsMessaging.connect(new Options.Builder().server(server.url()));
    }

    @AfterEach
    void close() throws Exception {
        admin.jetStreamManagement().deleteStream("ACKED");
        messaging.close();
        admin.close();
    }

    @Test
    void shouldSayWhereAMessageIsKept() throws Exception {
        // when
        PubAck first = messaging.publishAcknowledged(
                "acked.a", "one", PublishOptions.none().header("Trace", "t"), SOON);
        PubAck second = messaging
                .publishAcknowledgedAsync("acked.b", "two".getBytes(UTF_8), PublishOptions.none(), SOON)
                .toCompletableFuture()
                .join();

        // then
        assertThat(first).isEqualTo(new PubAck("ACKED", 1, false, null));
        assertThat(second).isEqualTo(new PubAck("ACKED", 2, false, null));
        MessageInfo kept = admin.jetStreamManagement().getMessage("ACKED", 1);
        assertThat(kept.getData()).asString().isEqualTo("one");
        assertThat(kept.getHeaders().getFirst("Trace")).isEqualTo("t");
    }

    @Test
    void shouldKeepAMessageWithAnIdOnce() {
        // given
        PublishOptions id = PublishOptions.none().messageId("order-42");

        // then
        assertThat(messaging.publishAcknowledged("acked.a", "x", id, SOON).duplicate())
                .isFalse();
        assertThat(messaging.publishAcknowledged("acked.a", "x", id, SOON))
                .isEqualTo(new PubAck("ACKED", 1, true, null));
    }

    @Test
    void shouldSayWhatThePublisherDidNotExpect() {
        // given
        PublishOptions none = PublishOptions.none();
        messaging.publishAcknowledged("acked.a", "x", none.messageId("m"), SOON);

        // then
        messaging.publishAcknowledged(
                "acked.a", "x", none.expectedLastMessageId("m").expectedStream("ACKED"), SOON);
        assertRefused(none.expectedLastSequence(7), 10071);
        assertRefused(none.expectedLastSubjectSequence(0), 10071);
        assertRefused(none.expectedLastMessageId("other"), 10070);
        assertRefused(none.expectedStream("OTHER"), 10060);
        messaging.publishAcknowledged("acked.a", "x", none.expectedLastSubjectSequence(2), SOON);
    }

    @Test
    void shouldSayThatNoStreamKeepsTheSubject() {
        assertThatExceptionOfType(NoRespondersException.class)
                .isThrownBy(() -> messaging.publishAcknowledged("nowhere.a", "x", PublishOptions.none(), SOON))
                .withMessage("publish to nowhere.a: no stream keeps it");
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> messaging
                        .publishAcknowledgedAsync("nowhere.a", new byte[0], PublishOptions.none(), SOON)
                        .toCompletableFuture()
                        .join())
                .withCauseInstanceOf(NoRespondersException.class);
    }

    @Test
    void shouldSayThatNobodyAcknowledges() {
        // given somebody who listens, and is no stream
        messaging.subscribe("quiet.a", message -> {});
        messaging.subscribe("other.a", message -> message.respond("pong"));

        // then
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() ->
                        messaging.publishAcknowledged("quiet.a", "x", PublishOptions.none(), Duration.ofMillis(50)))
                .withMessageContaining("publish to quiet.a")
                .withMessageContaining("no answer within 50 ms");
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> messaging.publishAcknowledged("other.a", "x", PublishOptions.none(), SOON))
                .withMessage("publish to other.a: the answer is not a stream's");
    }

    private void assertRefused(PublishOptions options, int code) {
        assertThatExceptionOfType(PublishRefusedException.class)
                .isThrownBy(() -> messaging.publishAcknowledged("acked.a", "x", options, SOON))
                .satisfies(e -> assertThat(e.errorCode()).isEqualTo(code));
    }
}
