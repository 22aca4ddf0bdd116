package dev.gannet.jetstream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Accounts;
import dev.gannet.config.ServerConfig;
import dev.gannet.testing.SimulatedDisk;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Requests for messages and acknowledgements while the server ends: a client that is told 503 takes its consumer for gone. */
class LastRequestsTest {
    private final Accounts accounts = new Accounts(ServerConfig.defaults(), () -> 1);
    private final AtomicInteger refused = new AtomicInteger();

    private void ask(LiveEngine engine, String consumer) throws Exception {
        engine.pull("s", consumer, "inbox", 1, refused::incrementAndGet);
        engine.list(); // It is answered behind that.
    }

    @Test
    void shouldNotDenyItsConsumersWhileItEnds() throws Exception {
        try (LiveEngine engine = LiveEngine.start(new SimulatedDisk(1), accounts)) {
            // given
            assertThat(engine.create("{\"name\":\"s\",\"subjects\":[\"s\"]}")).isTrue();
            assertThat(engine.consumer("s", "{\"durable_name\":\"c\",\"ack_policy\":\"explicit\"}"))
                    .isTrue();
            ask(engine, "c");
            assertThat(refused).hasValue(0);
            ask(engine, "none");
            assertThat(refused).hasValue(1);

            // when
            engine.stopSending();
            ask(engine, "c");

            // then
            assertThat(refused).hasValue(1);
        }
    }

    @Test
    void shouldListenToAcknowledgementsUntilItHasEnded() throws Exception {
        try (LiveEngine engine = LiveEngine.start(new SimulatedDisk(1), accounts)) {
            // given
            assertThat(engine.create("{\"name\":\"s\",\"subjects\":[\"s\"]}")).isTrue();
            assertThat(engine.consumer("s", "{\"durable_name\":\"c\",\"ack_policy\":\"explicit\"}"))
                    .isTrue();
            assertThat(engine.say("$JS.ACK.s.c.1.1.1.0.0", "inbox", "+ACK")).isEqualTo(1);

            // when
            engine.stopSending();

            // then
            assertThat(engine.say("$JS.ACK.s.c.1.1.1.0.0", "inbox", "+ACK")).isEqualTo(1);

            // when
            engine.stopTaking();

            // then
            assertThat(engine.say("$JS.ACK.s.c.1.1.1.0.0", "inbox", "+ACK")).isZero();
        }
    }
}
