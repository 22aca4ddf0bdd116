package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.Messaging.Subscription;
import dev.gannet.api.MessagingException;
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

/** Messaging as an application uses it, whatever carries it. */
abstract class MessagingCase {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Messaging messaging;
    private Messaging other;

    /** Connects to the server, which keeps no streams. */
    abstract Messaging connected();

    abstract void close(Messaging connected);

    @BeforeEach
    void connect() {
        messaging = connected();
        other = connected();
    }

    @AfterEach
    void closeBoth() {
        close(messaging);
        close(other);
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
        close(messaging);
        assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> messaging.publish("a", "x"));
    }

    private static Message take(BlockingQueue<Message> queue) throws InterruptedException {
        Message message = queue.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("a message within 20 s").isNotNull();
        return message;
    }
}
