package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wildcards in subscriptions, as the NATS Java client sees them. CP-158 to CP-161 */
class WildcardIT {
    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "time.us.east,      time.us.east,        true",
        "time.us.east,      time.us.west,        false",
        "time.us.east,      time.us,             false",
        "time.us.east,      time.us.east.atlanta, false",
        "time.us.east,      Time.us.east,        false",
        "time.*.east,       time.us.east,        true",
        "time.*.east,       time.eu.east,        true",
        "time.*.east,       time.us.west,        false",
        "time.*.east,       time.us.south.east,  false",
        "time.*.east,       time.east,           false",
        "*,                 time,                true",
        "*,                 time.us,             false",
        "*.*,               time.us,             true",
        "*.*,               time,                false",
        "time.>,            time.us,             true",
        "time.>,            time.us.east,        true",
        "time.>,            time,                false",
        "time.>,            date.us,             false",
        ">,                 time,                true",
        ">,                 time.us.east.1.2.3,  true",
        "*.us.>,            time.us.east,        true",
        "*.us.>,            time.us,             false",
        "time.*.*.>,        time.us.east.now,    true",
        "time.*.*.>,        time.us.east,        false",
        "ti*.us,            time.us,             false",
        "time.u>,           time.us,             false",
    })
    void shouldMatchTokenByToken(String pattern, String subject, boolean matches) throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given a subscription
            Subscription subscription = client.subscribe(pattern);

            // when a message is published
            client.publish(subject, new byte[0]);
            client.flush(SOON);

            // then it has come, or it does not come
            boolean came = subscription.getPendingMessageCount() == 1;
            assertThat(came).isEqualTo(matches);
        }
    }

    @Test
    void shouldSeparateManyPatterns() throws Exception {
        try (Connection client = Clients.connect(server.url())) {
            // given subscriptions of many shapes
            List<String> patterns = List.of("a.b.c", "a.b.*", "a.*.c", "*.b.c", "a.*.*", "*.*.c", "*.*.*", "a.>", ">");
            List<Subscription> subscriptions =
                    patterns.stream().map(client::subscribe).toList();

            // when a message is published
            client.publish("a.x.c", new byte[0]);
            client.flush(SOON);

            // then those that match have it, with its subject
            for (int i = 0; i < patterns.size(); i++) {
                boolean matches =
                        List.of("a.*.c", "a.*.*", "*.*.c", "*.*.*", "a.>", ">").contains(patterns.get(i));
                assertThat(subscriptions.get(i).getPendingMessageCount())
                        .as(patterns.get(i))
                        .isEqualTo(matches ? 1 : 0);
                if (matches) {
                    Message message = subscriptions.get(i).nextMessage(SOON);
                    assertThat(message.getSubject()).isEqualTo("a.x.c");
                }
            }
        }
    }
}
