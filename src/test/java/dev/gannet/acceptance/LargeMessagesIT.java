package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of all sizes arrive whole. */
class LargeMessagesIT {
    private static final Duration IN_TIME = Duration.ofSeconds(20);
    private static final int LARGEST = 8 << 20;

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("max_payload: 8MB\nmax_pending: 256MB");

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 511, 512, 513, 4_095, 4_096, 16_384, 32_767, 32_768, 65_535, 65_536, 65_537, 131_072, 262_143,
                262_144, 262_145, 524_288, 1_048_576, 1_048_577, 3_000_001, LARGEST
            })
    void shouldCarryAMessageOfAnySize(int bytes) throws Exception {
        try (Connection publisher = Clients.connect(server.url());
                Connection subscriber = Clients.connect(server.url())) {
            // given a subscriber
            Subscription subscription = subscriber.subscribe("large");
            subscriber.flush(IN_TIME);

            // when a message is published between two small ones
            byte[] payload = payload(bytes);
            publisher.publish("large", new byte[] {1});
            publisher.publish("large", payload);
            publisher.publish("large", new byte[] {3});

            // then all three arrive as they were
            assertThat(subscription.nextMessage(IN_TIME).getData()).containsExactly(1);
            assertThat(subscription.nextMessage(IN_TIME).getData()).isEqualTo(payload);
            assertThat(subscription.nextMessage(IN_TIME).getData()).containsExactly(3);
        }
    }

    @Test
    void shouldCarryLargeMessagesToSeveralSubscribers() throws Exception {
        List<Connection> subscribers = new ArrayList<>();
        try (Connection publisher = Clients.connect(server.url())) {
            // given five subscribers
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Connection subscriber = Clients.connect(server.url());
                subscribers.add(subscriber);
                subscriptions.add(subscriber.subscribe("fan.out"));
                subscriber.flush(IN_TIME);
            }

            // when ten large messages with headers are published
            for (int i = 0; i < 10; i++) {
                publisher.publish("fan.out", new Headers().put("Number", Integer.toString(i)), payload(1_000_000 + i));
            }

            // then each subscriber has each of them
            for (Subscription subscription : subscriptions) {
                for (int i = 0; i < 10; i++) {
                    Message message = subscription.nextMessage(IN_TIME);
                    assertThat(message.getHeaders().getFirst("Number")).isEqualTo(Integer.toString(i));
                    assertThat(message.getData()).isEqualTo(payload(1_000_000 + i));
                }
            }
        } finally {
            for (Connection subscriber : subscribers) {
                subscriber.close();
            }
        }
    }

    /** Bytes that look random and are the same for each test of a size. */
    private static byte[] payload(int bytes) {
        byte[] payload = new byte[bytes];
        new Random(bytes).nextBytes(payload);
        return payload;
    }
}
