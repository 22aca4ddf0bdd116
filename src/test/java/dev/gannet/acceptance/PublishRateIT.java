package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast clients may publish, as the NATS Java client sees it. Gannet's own: nats-server has no such limit. */
class PublishRateIT {
    private static final String CONF = """
            accounts { A {
              users: [
                { user: fast, password: p }
                { user: slow, password: p, limits: { publish_msgs_per_second: USER } }
                { user: thin, password: p, limits: { publish_bytes_per_second: 1000 } }
              ]
              limits: { publish_msgs_per_second: ACCOUNT }
            } }
            """;
    private static final byte[] BODY = {1};

    @BeforeEach
    void isOurOwn() {
        assumeFalse(ServerUnderTest.isReference(), "nats-server has no publish rates");
    }

    @Test
    void shouldSlowDownWhoPublishesTooFastAndLoseNothing() throws Exception {
        try (RunningServer server = ServerUnderTest.start(conf(1000, -1));
                Connection reader = Clients.connect(server.url(), "fast", "p");
                Connection fast = Clients.connect(server.url(), "fast", "p");
                Connection slow = Clients.connect(server.url(), "slow", "p")) {
            Subscription all = reader.subscribe("a");
            Subscription others = reader.subscribe("b");
            reader.flush(SOON);

            // when it publishes for three seconds as much as it may in one
            long began = System.nanoTime();
            for (int i = 0; i < 3000; i++) {
                slow.publish("a", BODY);
            }
            slow.flushBuffer();

            // then others are as fast as ever
            for (int i = 0; i < 3000; i++) {
                fast.publish("b", BODY);
            }
            for (int i = 0; i < 3000; i++) {
                assertThat(others.nextMessage(SOON)).isNotNull();
            }

            // and all of its messages come, the last when its time is there
            for (int i = 0; i < 3000; i++) {
                assertThat(all.nextMessage(SOON)).isNotNull();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1900));
            assertThat(slow.getStatus()).isEqualTo(Connection.Status.CONNECTED);
            slow.flush(SOON);
        }
    }

    @Test
    void shouldHoldAnAccountOnAllLoops() throws Exception {
        try (RunningServer server = ServerUnderTest.start(conf(-1, 1000));
                Connection reader = Clients.connect(server.url(), "fast", "p");
                Connection one = Clients.connect(server.url(), "fast", "p");
                Connection two = Clients.connect(server.url(), "slow", "p");
                Connection three = Clients.connect(server.url(), "fast", "p")) {
            Subscription all = reader.subscribe("a");
            reader.flush(SOON);

            // when three publish
            long began = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                one.publish("a", BODY);
                two.publish("a", BODY);
                three.publish("a", BODY);
            }

            // then their messages come as if one had
            for (int i = 0; i < 3000; i++) {
                assertThat(all.nextMessage(SOON)).isNotNull();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1900));
        }
    }

    @Test
    void shouldRefuseWhatIsLargerThanASecondAllows() throws Exception {
        ClientEvents events = new ClientEvents();
        try (RunningServer server = ServerUnderTest.start(conf(-1, -1));
                Connection thin = Nats.connect(Clients.options(server.url())
                        .userInfo("thin".toCharArray(), "p".toCharArray())
                        .errorListener(events)
                        .build())) {
            // when
            thin.publish("a", new byte[1001]);
            thin.flush(SOON);

            // then the client library tells of it, and stays connected
            eventually(() -> assertThat(events.errors())
                    .containsExactly("Permissions Violation for Publish to \"a\": 1001 bytes are more than 1000 bytes"
                            + " per second"));
            assertThat(thin.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
    }

    @Test
    void shouldTakeOtherRatesWhenReloaded() throws Exception {
        try (RunningServer server = ServerUnderTest.start(conf(1, -1));
                Connection reader = Clients.connect(server.url(), "fast", "p");
                Connection slow = Clients.connect(server.url(), "slow", "p")) {
            Subscription all = reader.subscribe("a");
            reader.flush(SOON);

            // given what would take an hour
            for (int i = 0; i < 3600; i++) {
                slow.publish("a", BODY);
            }
            slow.flushBuffer();
            assertThat(all.nextMessage(SOON)).isNotNull();

            // when it may publish as it likes
            server.reload(conf(-1, -1));

            // then all is there soon
            for (int i = 1; i < 3600; i++) {
                assertThat(all.nextMessage(SOON)).isNotNull();
            }
        }
    }

    private static String conf(int ofUser, int ofAccount) {
        return CONF.replace("USER", Integer.toString(ofUser)).replace("ACCOUNT", Integer.toString(ofAccount));
    }
}
