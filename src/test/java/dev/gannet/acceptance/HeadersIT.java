package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Headers, as the NATS Java client sees them. */
class HeadersIT {
    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test // CP-105, CP-119
    void shouldCarryHeaders() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given a subscriber
            Subscription subscription = client.subscribe("orders");

            // when a message with headers is published
            client.publish(message("orders", new Headers().put("Trace-Id", "7").put("Kind", "new", "paid"), "body"));

            // then they come with it
            Message got = subscription.nextMessage(SOON);
            assertThat(got.getHeaders().get("Trace-Id")).isEqualTo(List.of("7"));
            assertThat(got.getHeaders().get("Kind")).isEqualTo(List.of("new", "paid"));
            assertThat(got.getData()).isEqualTo("body".getBytes(UTF_8));
        }
    }

    @Test // CP-187: names keep their case; equal but for the case, they are two names.
    void shouldKeepTheCaseOfNames() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            Subscription subscription = client.subscribe("case");
            client.publish(message("case", new Headers().put("key", "1").put("KEY", "2"), "x"));
            Headers got = subscription.nextMessage(SOON).getHeaders();
            assertThat(got.get("key")).isEqualTo(List.of("1"));
            assertThat(got.get("KEY")).isEqualTo(List.of("2"));
        }
    }

    @Test // CP-105
    void shouldCarryHeadersWithoutABody() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            Subscription subscription = client.subscribe("no.body");
            client.publish(message("no.body", new Headers().put("a", "b"), ""));
            Message got = subscription.nextMessage(SOON);
            assertThat(got.getHeaders().getFirst("a")).isEqualTo("b");
            assertThat(got.getData()).isEmpty();
        }
    }

    @Test // CP-119
    void shouldLeaveOutHeadersForAClientWithoutThem() throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection old = Nats.connect(Clients.options(server.url())
                        .noHeaders()
                        .noNoResponders()
                        .build())) {
            // given a client that knows no headers
            Subscription subscription = old.subscribe("plain");
            old.flush(SOON);

            // when messages with and without headers are published
            publisher.publish(message("plain", new Headers().put("a", "b"), "with"));
            publisher.publish("plain", "without".getBytes(UTF_8));

            // then it has both, and no headers
            Message with = subscription.nextMessage(SOON);
            assertThat(with.getData()).isEqualTo("with".getBytes(UTF_8));
            assertThat(with.hasHeaders()).isFalse();
            assertThat(subscription.nextMessage(SOON).getData()).isEqualTo("without".getBytes(UTF_8));
        }
    }

    @Test
    void shouldCarryManyLargeHeaders() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            Subscription subscription = client.subscribe("large");
            Headers headers = new Headers();
            for (int i = 0; i < 200; i++) {
                headers.put("Name-" + i, "v".repeat(1_000) + i);
            }
            client.publish(message("large", headers, "body"));
            Message got = subscription.nextMessage(SOON);
            assertThat(got.getHeaders().keySet()).hasSize(200);
            assertThat(got.getHeaders().getFirst("Name-199")).isEqualTo("v".repeat(1_000) + "199");
        }
    }

    @Test
    void shouldCarryHeadersOfRequestsAndAnswers() throws Exception {
        try (Connection service = Clients.connect(server.url());
                Connection client = Clients.connect(server.url())) {
            // given a service that answers with the headers it was asked with
            service.createDispatcher(
                            message -> service.publish(message.getReplyTo(), message.getHeaders(), message.getData()))
                    .subscribe("service");
            service.flush(SOON);

            // when it is asked with headers
            Message answer = client.request(message("service", new Headers().put("a", "b"), "x"), SOON);

            // then they come back
            assertThat(answer.getHeaders().getFirst("a")).isEqualTo("b");
        }
    }

    private static Message message(String subject, Headers headers, String body) {
        return NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data(body, UTF_8)
                .build();
    }
}
