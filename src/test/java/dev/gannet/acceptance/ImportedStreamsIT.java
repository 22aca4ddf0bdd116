package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts without streams of their own, which are let use those of another. */
class ImportedStreamsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ACCOUNTS = """
            accounts {
              OWNER {
                jetstream: enabled
                users: [ { user: owner, password: owner } ]
                exports: [
                  { service: "$JS.API.INFO" }
                  { service: "$JS.API.CONSUMER.INFO.ORDERS.worker", response: stream }
                  { service: "$JS.API.CONSUMER.MSG.NEXT.ORDERS.worker", response: stream }
                  { service: "$JS.ACK.ORDERS.*.>" }
                ]
              }
              GUEST {
                users: [ { user: guest, password: guest } ]
                imports: [
                  { service: { account: OWNER, subject: "$JS.API.INFO" } }
                  { service: { account: OWNER, subject: "$JS.API.CONSUMER.INFO.ORDERS.worker" } }
                  { service: { account: OWNER, subject: "$JS.API.CONSUMER.MSG.NEXT.ORDERS.worker" } }
                  { service: { account: OWNER, subject: "$JS.ACK.ORDERS.*.>" } }
                ]
              }
              STRANGER { users: [ { user: stranger, password: stranger } ] }
            }
            """;

    // JA-51
    @Test
    void shouldBeAnsweredByTheAccountThatHasThem(@TempDir Path directory) throws Exception {
        String config = "jetstream { store_dir: \"" + directory.toRealPath() + "\" }\n" + ACCOUNTS;
        try (RunningServer server = ServerUnderTest.start(config);
                Connection owner = Clients.connect(server.url(), "owner", "owner");
                Connection guest = Clients.connect(server.url(), "guest", "guest");
                Connection stranger = Clients.connect(server.url(), "stranger", "stranger")) {
            // given
            JetStreamManagement owned = owner.jetStreamManagement();
            owned.addStream(StreamConfiguration.builder()
                    .name("ORDERS")
                    .subjects("orders")
                    .storageType(StorageType.Memory)
                    .build());
            owned.addOrUpdateConsumer(
                    "ORDERS", ConsumerConfiguration.builder().durable("worker").build());
            owner.jetStream().publish("orders", "one".getBytes(UTF_8));

            // when
            JetStream streams = guest.jetStream();
            JetStreamSubscription orders = streams.subscribe(null, PullSubscribeOptions.bind("ORDERS", "worker"));
            List<Message> got = orders.fetch(1, PATIENCE);
            got.get(0).ackSync(PATIENCE);

            // then
            assertThat(got)
                    .extracting(message -> new String(message.getData(), UTF_8))
                    .containsExactly("one");
            assertThat(guest.jetStreamManagement()
                            .getConsumerInfo("ORDERS", "worker")
                            .getNumAckPending())
                    .isZero();
            assertThat(guest.jetStreamManagement().getAccountStatistics().getStreams())
                    .isEqualTo(1);
            assertThatThrownBy(() -> stranger.jetStreamManagement().getAccountStatistics())
                    .isInstanceOf(JetStreamApiException.class)
                    .hasMessageContaining("10039");
        }
    }
}
