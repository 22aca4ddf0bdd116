package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging.Subscription;
import dev.gannet.api.MessagingException;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Options;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messaging as an application uses it, against any NATS server. */
class ApplicationMessagingIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    private JnatsMessaging messaging;
    private JnatsMessaging other;

    @BeforeEach
    void connect() {
        messaging = JnatsMessaging.connect(new Options.Builder().server(server.url()));
        other = JnatsMessaging.connect(new Options.Builder().server(server.url()));
    }

    @AfterEach
    void close() {
        messaging.close();
        other.close();
    }

    @Test
    void shouldDeliverWhatIsPublished() throws Exception {
        // given
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        messaging.subscribe("app.orders.*", received::add);

        // when
        other.publish("app.orders.new", Map.of("Trace", List.of("a", "b")), "{}".getBytes(UTF_8));
        other.publish("app.orders.old", "text");

        // then
        Message first = take(received);
        assertThat(first.subject()).isEqualTo("app.orders.new");
        assertThat(first.text()).isEqualTo("{}");
        assertThat(first.headers()).containsEntry("Trace", List.of("a", "b"));
        assertThat(first.header("Trace")).isEqualTo("a");
        assertThat(first.reply()).isNull();
        Message second = take(received);
        assertThat(second.text()).isEqualTo("text");
        assertThat(second.headers()).isEmpty();
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> second.respond("nobody"))
                .withMessageContaining("nobody waits for an answer to app.orders.old");
    }

    @Test
    void shouldAnswerRequests() {
        // given
        other.subscribe("app.upper", request -> request.respond(request.text().toUpperCase(Locale.ROOT)));

        // then
        assertThat(messaging.request("app.upper", "hello", SOON).text()).isEqualTo("HELLO");
        assertThat(messaging
                        .requestAsync("app.upper", Map.of(), "again".getBytes(UTF_8), SOON)
                        .toCompletableFuture()
                        .join()
                        .text())
                .isEqualTo("AGAIN");
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> messaging.request("app.nobody", "x", SOON))
                .withMessageContaining("request to app.nobody")
                .withMessageContaining("No Responders");
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> messaging
                        .requestAsync("app.nobody", Map.of(), new byte[0], SOON)
                        .toCompletableFuture()
                        .join())
                .withCauseInstanceOf(MessagingException.class);
    }

    @Test
    void shouldNotWaitLongerThanItWasTold() {
        // given a service that does not answer
        other.subscribe("app.silent", request -> {});

        // then
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> messaging.request("app.silent", "x", Duration.ofMillis(50)))
                .withMessageContaining("request to app.silent: no answer within 50 ms");
    }

    @Test
    void shouldGiveEachMessageToOneMemberOfAQueue() throws Exception {
        // given two members, and one who gets everything
        BlockingQueue<Message> members = new LinkedBlockingQueue<>();
        BlockingQueue<Message> all = new LinkedBlockingQueue<>();
        messaging.subscribe("app.jobs", "workers", members::add);
        other.subscribe("app.jobs", "workers", members::add);
        messaging.subscribe("app.jobs", all::add);

        // when
        for (int i = 0; i < 50; i++) {
            other.publish("app.jobs", "job " + i);
        }

        // then
        for (int i = 0; i < 50; i++) {
            assertThat(take(all).text()).isEqualTo("job " + i);
            take(members);
        }
        assertThat(members).isEmpty();
    }

    @Test
    void shouldDeliverNothingAfterTheSubscriptionIsClosed() throws Exception {
        // given
        BlockingQueue<Message> received = new LinkedBlockingQueue<>();
        BlockingQueue<Message> marks = new LinkedBlockingQueue<>();
        Subscription subscription = messaging.subscribe("app.closed", received::add);
        messaging.subscribe("app.mark", marks::add);

        // when
        subscription.close();
        messaging.publish("app.closed", "late");
        messaging.publish("app.mark", "");

        // then
        take(marks);
        assertThat(received).isEmpty();
    }

    @Test
    void shouldRefuseWhatCannotBeSent() {
        assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> messaging.publish("", "x"));
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> messaging.subscribe("not a subject", message -> {}));
        messaging.close();
        assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> messaging.publish("a", "x"));
    }

    @Test
    void shouldSayWhereNobodyListens() {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> JnatsMessaging.connect(new Options.Builder().server("nats://127.0.0.1:1")))
                .withMessageContaining("cannot connect to")
                .withMessageContaining("127.0.0.1:1");
    }

    private static Message take(BlockingQueue<Message> queue) throws InterruptedException {
        Message message = queue.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("a message within 20 s").isNotNull();
        return message;
    }
}
