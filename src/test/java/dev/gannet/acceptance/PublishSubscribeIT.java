package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.NOT_AT_ALL;
import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Publishing and subscribing, as the NATS Java client sees them. */
class PublishSubscribeIT {
    private static final int MESSAGES = 10_000;

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test // CP-168
    void shouldDeliverToEverySubscriber() throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection first = Clients.connect(server.url());
                Connection second = Clients.connect(server.url())) {
            // given two subscribers
            Subscription one = first.subscribe("orders.new");
            Subscription two = second.subscribe("orders.*");
            first.flush(SOON);
            second.flush(SOON);

            // when a message is published
            publisher.publish("orders.new", "answers", bytes("42"));

            // then both have it, as it was
            for (Subscription subscription : List.of(one, two)) {
                Message message = subscription.nextMessage(SOON);
                assertThat(message.getSubject()).isEqualTo("orders.new");
                assertThat(message.getReplyTo()).isEqualTo("answers");
                assertThat(message.getData()).isEqualTo(bytes("42"));
                assertThat(message.hasHeaders()).isFalse();
            }
        }
    }

    @Test
    void shouldKeepAPublishersOrder() throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection subscriber = Clients.connect(server.url())) {
            // given a subscriber
            Subscription subscription = subscriber.subscribe("count.>");
            subscriber.flush(SOON);

            // when many messages are published to several subjects
            for (int i = 0; i < MESSAGES; i++) {
                publisher.publish("count." + i % 7, bytes(Integer.toString(i)));
            }

            // then they come in their order, and all
            List<String> got = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                got.add(text(subscription.nextMessage(SOON)));
            }
            assertThat(got)
                    .isEqualTo(IntStream.range(0, MESSAGES)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @Test
    void shouldDeliverAnEmptyMessage() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            Subscription subscription = client.subscribe("empty");
            client.publish("empty", new byte[0]);
            assertThat(subscription.nextMessage(SOON).getData()).isEmpty();
        }
    }

    @Test // CP-169
    void shouldDeliverOnceForEachSubscriptionOfAClient() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given three subscriptions that match, and one that does not
            List<Subscription> matching =
                    List.of(client.subscribe("a.b"), client.subscribe("a.*"), client.subscribe("a.>"));
            Subscription other = client.subscribe("a.c");

            // when one message is published
            client.publish("a.b", bytes("x"));
            client.flush(SOON);

            // then each that matches has it once
            assertThat(matching).allSatisfy(subscription -> {
                assertThat(subscription.nextMessage(SOON)).isNotNull();
                assertThat(subscription.nextMessage(NOT_AT_ALL)).isNull();
            });
            assertThat(other.nextMessage(NOT_AT_ALL)).isNull();
        }
    }

    @Test // CP-115
    void shouldStopAfterUnsubscribe() throws Exception {
        try (Connection subscriber = Clients.connect(server.url());
                Connection publisher = Clients.connect(server.url())) {
            // given a subscription that has ended, and one that has not
            Subscription ended = subscriber.subscribe("news");
            Subscription kept = subscriber.subscribe("news");
            ended.unsubscribe();
            subscriber.flush(SOON);

            // when a message is published
            publisher.publish("news", bytes("x"));
            publisher.flush(SOON);

            // then only the one that was kept has it
            assertThat(kept.nextMessage(SOON)).isNotNull();
            assertThat(ended.isActive()).isFalse();
            assertThat(subscriber.getStatistics().getInMsgs()).isEqualTo(1);
        }
    }

    @Test // CP-116
    void shouldStopAfterAsManyMessagesAsAskedFor() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given a subscription for three messages
            Subscription subscription = client.subscribe("news");
            subscription.unsubscribe(3);

            // when ten are published
            for (int i = 0; i < 10; i++) {
                client.publish("news", bytes("x"));
            }
            client.flush(SOON);

            // then the server has delivered three
            assertThat(client.getStatistics().getInMsgs()).isEqualTo(3);
        }
    }

    @Test // CP-91, CP-192
    void shouldNotEchoToAClientThatWantsNone() throws Exception {
        try (Connection silent =
                        Nats.connect(Clients.options(server.url()).noEcho().build());
                Connection other = Clients.connect(server.url())) {
            // given two subscribers, one of which wants no echo
            Subscription own = silent.subscribe("echo");
            Subscription others = other.subscribe("echo");
            other.flush(SOON);

            // when it publishes itself
            silent.publish("echo", bytes("x"));
            silent.flush(SOON);

            // then only the other has the message
            assertThat(others.nextMessage(SOON)).isNotNull();
            assertThat(own.nextMessage(NOT_AT_ALL)).isNull();
        }
    }

    @Test // CP-83, CP-84, CP-124
    void shouldServeAVerboseAndPedanticClient() throws Exception {
        try (Connection client =
                Nats.connect(Clients.options(server.url()).verbose().pedantic().build())) {
            Subscription subscription = client.subscribe("greet");
            client.publish("greet", bytes("hi"));
            assertThat(text(subscription.nextMessage(SOON))).isEqualTo("hi");
        }
    }

    @Test // CP-161
    void shouldCarrySubjectsInUtf8() throws Exception {
        try (Connection client =
                Nats.connect(Clients.options(server.url()).supportUTF8Subjects().build())) {
            Subscription subscription = client.subscribe("caf\u00e9.*");
            client.publish("caf\u00e9.\u20ac", bytes("hi"));
            assertThat(subscription.nextMessage(SOON).getSubject()).isEqualTo("caf\u00e9.\u20ac");
        }
    }

    @Test
    void shouldDeliverToManyConnections() throws Exception {
        List<Connection> clients = new ArrayList<>();
        try (Connection publisher = Clients.connect(server.url())) {
            // given twenty clients
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Connection client = Clients.connect(server.url());
                clients.add(client);
                subscriptions.add(client.subscribe("all.>"));
                client.flush(SOON);
            }

            // when a hundred messages are published
            for (int i = 0; i < 100; i++) {
                publisher.publish("all." + i, bytes("x"));
            }

            // then each has all of them
            for (Subscription subscription : subscriptions) {
                for (int i = 0; i < 100; i++) {
                    assertThat(subscription.nextMessage(SOON).getSubject()).isEqualTo("all." + i);
                }
            }
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Message message) {
        return new String(message.getData(), UTF_8);
    }
}
