package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.account.Account;
import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.FakeSink;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Messages that the server itself publishes. */
class ServerPublishingTest {
    private final Account account = new Accounts(ServerConfig.embedded(), () -> 1).global();
    private final Staging staging = new Staging(0);
    private final Router router = new Router(staging, 64, false, 1);

    @Test
    void shouldReachEverySubscriber() {
        // given
        Peer plain = new Peer(true);
        Peer wild = new Peer(true);
        plain.subscribe("event", null, "1");
        wild.subscribe(">", null, "22");

        // when
        int count = router.publish(account, new ServerMessage("event", bytes("hi")));
        staging.flushAll();

        // then
        assertThat(count).isPositive();
        assertThat(plain.sink.text()).isEqualTo("MSG event 1 2\r\nhi\r\n");
        assertThat(wild.sink.text()).isEqualTo("MSG event 22 2\r\nhi\r\n");
    }

    @Test
    void shouldCarryReplyAndHeaders() {
        // given
        Peer withHeaders = new Peer(true);
        Peer without = new Peer(false);
        withHeaders.subscribe("event", null, "1");
        without.subscribe("event", null, "1");

        // when
        byte[] headers = bytes("NATS/1.0\r\nA: b\r\n\r\n");
        router.publish(account, new ServerMessage("event", "answer.here", headers, bytes("hi")));
        staging.flushAll();

        // then
        assertThat(withHeaders.sink.text())
                .isEqualTo("HMSG event 1 answer.here 18 20\r\nNATS/1.0\r\nA: b\r\n\r\nhi\r\n");
        assertThat(without.sink.text()).isEqualTo("MSG event 1 answer.here 2\r\nhi\r\n");
    }

    @Test
    void shouldReachReservedSubjectsToo() {
        // given
        Peer peer = new Peer(true);
        peer.subscribe("$NRG.x", null, "1");

        // when
        int count = router.publish(account, new ServerMessage("$NRG.x", bytes("")));
        staging.flushAll();

        // then
        assertThat(count).isEqualTo(1);
        assertThat(peer.sink.text()).isEqualTo("MSG $NRG.x 1 0\r\n\r\n");
    }

    @Test
    void shouldSayThatNobodyListens() {
        assertThat(router.publish(account, new ServerMessage("event", bytes("hi"))))
                .isZero();
    }

    @Test
    void shouldPublishLargeAndSmallMessagesInTurn() {
        // given
        Peer peer = new Peer(true);
        peer.subscribe("event", null, "1");

        for (int size : new int[] {0, 1, 1_000, 3_000, 63_000, 200_000, 5}) {
            // when
            String text = "x".repeat(size);
            router.publish(account, new ServerMessage("event", bytes(text)));
            staging.flushAll();

            // then
            assertThat(peer.sink.takeText()).isEqualTo("MSG event 1 " + size + "\r\n" + text + "\r\n");
        }
    }

    @Test
    void shouldRefuseSubjectsThatNoClientCouldSend() {
        assertThatThrownBy(() -> new ServerMessage("a b", bytes(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerMessage("", bytes(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> router.publish(account, new ServerMessage("a".repeat(65), bytes(""))))
                .hasMessageContaining("65 bytes (expected: <= 64)");
        assertThat(router.publish(account, new ServerMessage("a".repeat(64), bytes(""))))
                .isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** A connection that takes everything. */
    private final class Peer implements Subscriber {
        private final FakeSink sink = new FakeSink();
        private final Outbox outbox = new Outbox(1, 1 << 20, sink);
        private final boolean headers;

        Peer(boolean headers) {
            this.headers = headers;
        }

        void subscribe(String subject, @Nullable String queue, String sid) {
            account.interest().add(new Subscription(this, subject, queue, sid));
        }

        @Override
        public Outbox outbox() {
            return outbox;
        }

        @Override
        public long cid() {
            return 1;
        }

        @Override
        public boolean headers() {
            return headers;
        }

        @Override
        public boolean inspectsDeliveries() {
            return false;
        }

        @Override
        public boolean mayReceive(byte[] subject, int length, @Nullable String queue) {
            return true;
        }

        @Override
        public void delivered(Subscription subscription, PublishFrame frame, int loop) {
            throw new AssertionError("it did not ask for that");
        }

        @Override
        public void exhausted(Subscription subscription) {
            throw new AssertionError("no subscription has a limit");
        }
    }
}
