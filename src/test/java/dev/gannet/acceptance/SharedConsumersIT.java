package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers whose messages go to other accounts, and consumers after another start, byte by byte. */
class SharedConsumersIT {
    private static final String OWNER = """
            J { jetstream: enabled, users: [ { user: j, password: j } ],
                exports: [ { service: "$JS.API.>", response: stream }, { service: "$JS.ACK.>" }, { stream: "out.>" } ] }
            """;
    private static final String OTHER = """
            I { users: [ { user: i, password: i } ],
                imports: [ { service: { account: J, subject: "$JS.API.>" }, to: "J.API.>" },
                           { service: { account: J, subject: "$JS.ACK.>" } },
                           { stream: { account: J, subject: "out.>" }, prefix: "from" } ] }
            """;
    private static final String OWNER_USER = ",\"user\":\"j\",\"pass\":\"j\"";
    private static final String OTHER_USER = ",\"user\":\"i\",\"pass\":\"i\"";

    private static String settings(Path directory, String accounts) throws IOException {
        return "jetstream { store_dir: \"" + directory.toRealPath() + "\" }\naccounts {\n" + accounts + "}\n";
    }

    // CO-74, CO-81, CO-111, CO-126
    @Test
    void shouldSendToWhoAsksThroughAnImport(@TempDir Path directory) throws IOException {
        // given
        try (RunningServer server = ServerUnderTest.start(settings(directory, OWNER + OTHER));
                ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER);
                ConsumerWire other = new ConsumerWire(server.clientPort(), OTHER_USER)) {
            owner.stream("SHARED", "");
            owner.durable("SHARED", "c", "");
            owner.store("shared", 1, 3);
            int sid = other.subscribe("box.*");

            // when
            other.publish("J.API.CONSUMER.MSG.NEXT.SHARED.c", "box.a", "{\"batch\":9,\"no_wait\":true}");
            ConsumerWire.Message first = other.take();
            List<String> rest = other.next(3);
            String confirmed = other.request(first.reply(), "");

            // then
            assertThat(first.toString()).isEqualTo("shared.1 [$JS.ACK.SHARED.c.1.1.1.<nanos>.2] m1");
            assertThat(rest)
                    .containsExactly(
                            "shared.2 [$JS.ACK.SHARED.c.1.2.2.<nanos>.1] m2",
                            "shared.3 [$JS.ACK.SHARED.c.1.3.3.<nanos>.0] m3",
                            "box.a [] NATS/1.0 404 No Messages||");
            assertThat(confirmed).isEmpty();
            assertThat(owner.place("SHARED", "c")).isEqualTo("3/3 floor 1/1 unacked 2 again 0 waiting 0 to come 0");

            // when nobody listens any more
            other.publish("J.API.CONSUMER.MSG.NEXT.SHARED.c", "box.b", "{\"batch\":9,\"expires\":20000000000}");
            other.unsubscribe(sid);
            owner.store("shared", 4, 4);

            // then: the reference sends one to nobody now and then
            if (!ServerUnderTest.isReference()) {
                assertThat(owner.place("SHARED", "c")).isEqualTo("3/3 floor 1/1 unacked 2 again 0 waiting 0 to come 1");
            }
        }
    }

    // CO-73, CO-78
    @Test
    void shouldSendByItselfThroughAnImport(@TempDir Path directory) throws IOException {
        // given
        try (RunningServer server = ServerUnderTest.start(settings(directory, OWNER + OTHER));
                ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER);
                ConsumerWire other = new ConsumerWire(server.clientPort(), OTHER_USER)) {
            owner.stream("PUSHED", "");
            owner.durable("PUSHED", "c", ",\"deliver_subject\":\"out.c\"");
            owner.store("pushed", 1, 1);
            String before = owner.place("PUSHED", "c");

            // when
            other.subscribe("from.out.c");
            ConsumerWire.Message message = other.take();
            other.request(message.reply(), "");

            // then
            assertThat(before).isEqualTo("0/0 floor 0/0 unacked 0 again 0 waiting 0 to come 1");
            assertThat(message.toString()).isEqualTo("pushed.1 [$JS.ACK.PUSHED.c.1.1.1.<nanos>.0] m1");
            assertThat(owner.place("PUSHED", "c"))
                    .isEqualTo("1/1 floor 1/1 unacked 0 again 0 waiting 0 to come 0 bound");
        }
    }

    // CO-107
    @Test
    void shouldBeginWhenItsAccountComes(@TempDir Path directory) throws IOException {
        // given a server that does not know the account of a consumer that it has
        try (RunningServer server = ServerUnderTest.start(settings(directory, OWNER + OTHER));
                ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER)) {
            owner.stream("LATER", "");
            owner.durable("LATER", "c", "");
            owner.store("later", 1, 1);
        }
        String nobody = "K { jetstream: enabled, users: [ { user: k, password: k } ] }\n";
        try (RunningServer server = ServerUnderTest.start(settings(directory, nobody))) {

            // when
            server.reload(settings(directory, nobody + OWNER + OTHER));

            // then
            try (ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER)) {
                owner.subscribe("box");
                owner.pull("LATER", "c", "box", "1");
                assertThat(owner.next()).isEqualTo("later.1 [$JS.ACK.LATER.c.1.1.1.<nanos>.0] m1");
            }
        }
    }

    // CO-107, CO-167
    @Test
    void shouldPauseOverAnotherStart(@TempDir Path directory) throws IOException {
        // given
        Instant until = Instant.now().plusSeconds(8);
        try (RunningServer server = ServerUnderTest.start(settings(directory, OWNER));
                ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER)) {
            owner.stream("PAUSED", "");
            owner.durable("PAUSED", "c", ",\"pause_until\":\"" + until + "\"");
            owner.store("paused", 1, 1);
        }

        // when
        try (RunningServer server = ServerUnderTest.start(settings(directory, OWNER));
                ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER)) {
            owner.subscribe("box");
            owner.subscribe("$JS.EVENT.ADVISORY.CONSUMER.PAUSE.>");
            owner.pull("PAUSED", "c", "box", "1");
            List<String> both = owner.next(2);

            // then
            assertThat(Instant.now()).isAfterOrEqualTo(until);
            assertThat(both)
                    .anyMatch(event -> event.contains("\"paused\":false"))
                    .contains("paused.1 [$JS.ACK.PAUSED.c.1.1.1.<nanos>.0] m1");
        }
    }

    // CO-60, CO-62, CO-107
    @Test
    void shouldEndAfterAnotherStartIfNobodyUsesIt(@TempDir Path directory) throws IOException {
        // given
        try (RunningServer server = ServerUnderTest.start(settings(directory, OWNER));
                ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER)) {
            owner.stream("UNUSED", "");
            owner.durable("UNUSED", "c", ",\"inactive_threshold\":2000000000");
        }

        // when
        try (RunningServer server = ServerUnderTest.start(settings(directory, OWNER));
                ConsumerWire owner = new ConsumerWire(server.clientPort(), OWNER_USER)) {
            owner.subscribe("$JS.EVENT.ADVISORY.CONSUMER.DELETED.>");

            // then
            assertThat(owner.next()).startsWith("$JS.EVENT.ADVISORY.CONSUMER.DELETED.UNUSED.c ");
        }
    }
}
