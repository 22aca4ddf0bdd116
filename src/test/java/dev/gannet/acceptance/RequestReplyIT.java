package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests and their answers, as the NATS Java client sees them. */
class RequestReplyIT {
    private static final int REQUESTS = 2_000;

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test
    void shouldAnswerARequest() throws Exception {
        try (Connection service = Clients.connect(server.url());
                Connection client = Clients.connect(server.url())) {
            // given a service
            echo(service, "help", "");

            // when it is asked
            Message answer = client.request("help", bytes("me"), SOON);

            // then it answers
            assertThat(text(answer)).isEqualTo("me");
            assertThat(answer.getSubject()).startsWith("_INBOX.");
        }
    }

    @Test
    void shouldAnswerAnInboxForEachRequest() throws Exception {
        try (Connection service = Clients.connect(server.url());
                Connection client = Nats.connect(
                        Clients.options(server.url()).oldRequestStyle().build())) {
            echo(service, "help.old", "");
            for (int i = 0; i < 10; i++) {
                assertThat(text(client.request("help.old", bytes("me " + i), SOON)))
                        .isEqualTo("me " + i);
            }
        }
    }

    @Test
    void shouldAnswerManyRequestsAtOnce() throws Exception {
        try (Connection first = Clients.connect(server.url());
                Connection second = Clients.connect(server.url());
                Connection client = Clients.connect(server.url())) {
            // given a service of two members
            echo(first, "help.many", "service");
            echo(second, "help.many", "service");

            // when many requests are under way at once
            List<CompletableFuture<Message>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(client.request("help.many", bytes("me " + i)));
            }

            // then each gets its own answer
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(text(answers.get(i).get(SOON.toMillis(), TimeUnit.MILLISECONDS)))
                        .isEqualTo("me " + i);
            }
        }
    }

    @Test
    void shouldAnswerToARequestOfItsOwnConnection() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            echo(client, "help.self", "");
            assertThat(text(client.request("help.self", bytes("me"), SOON))).isEqualTo("me");
        }
    }

    @Test
    void shouldPassARequestThroughAChainOfServices() throws Exception {
        try (Connection front = Clients.connect(server.url());
                Connection back = Clients.connect(server.url());
                Connection client = Clients.connect(server.url())) {
            // given a service that hands requests on with their reply subject
            echo(back, "chain.back", "");
            Dispatcher dispatcher = front.createDispatcher(
                    message -> front.publish("chain.back", message.getReplyTo(), message.getData()));
            dispatcher.subscribe("chain.front");
            front.flush(SOON);

            // when the first is asked, then the last answers
            assertThat(text(client.request("chain.front", bytes("me"), SOON))).isEqualTo("me");
        }
    }

    private static void echo(Connection service, String subject, String queue) throws Exception {
        Dispatcher dispatcher =
                service.createDispatcher(message -> service.publish(message.getReplyTo(), message.getData()));
        if (queue.isEmpty()) {
            dispatcher.subscribe(subject);
        } else {
            dispatcher.subscribe(subject, queue);
        }
        service.flush(SOON);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Message message) {
        return new String(message.getData(), UTF_8);
    }
}
