package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.AccountConfig;
import dev.gannet.config.AccountLimits;
import dev.gannet.config.KeepAliveConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.limit.PublishRateConfig;
import dev.gannet.fuzz.MemoryConnection;
import dev.gannet.fuzz.MemoryServer;
import dev.gannet.protocol.CloseReason;
import dev.gannet.testing.RecordingLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How fast clients may publish, on a loop and a clock that are turned by hand. */
class PublishThrottleTest {
    private static final long NONE = PublishRateConfig.UNLIMITED;
    private static final String MESSAGE = "PUB a 10\r\n0123456789\r\n";

    private final RecordingLog log = new RecordingLog();
    private MemoryServer server = new MemoryServer(ServerConfig.embedded(), log);

    @AfterEach
    void nothingIsLeftOfWhoIsGone() {
        server.context().clients().open().forEach(client -> client.end(CloseReason.CLIENT_CLOSED));
        server.turn();
        assertThat(server.leftovers()).isEmpty();
    }

    @Test
    void shouldReadNothingFromWhoPublishesTooFast() {
        // given a user with ten messages a second
        start(rate(10, NONE), PublishRateConfig.NONE);
        MemoryConnection reader = login("u");
        send(reader, "SUB a 1\r\n");
        MemoryConnection sender = login("v");

        // when it sends thirty, and PING
        send(sender, MESSAGE.repeat(30) + "PING\r\n");

        // then a second's worth is delivered, and the one with which it begins to owe something
        assertThat(messages(reader)).isEqualTo(11);
        assertThat(output(sender)).isEmpty();

        // and the others come as they may, and then PONG
        assertThat(in(1000, reader)).isEqualTo(10);
        assertThat(output(sender)).isEmpty();
        assertThat(in(1000, reader)).isEqualTo(9);
        assertThat(output(sender)).isEqualTo("PONG\r\n");
        assertThat(server.context().counters().throttles()).isPositive();
        assertThat(server.context().counters().rateViolations()).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldCountBytes() {
        // given fifty bytes a second
        start(rate(NONE, 50), PublishRateConfig.NONE);
        MemoryConnection reader = login("u");
        send(reader, "SUB a 1\r\n");

        // when twenty messages of ten bytes come
        send(login("v"), MESSAGE.repeat(20));

        // then
        assertThat(messages(reader)).isEqualTo(6);
        assertThat(in(1000, reader)).isEqualTo(5);
        assertThat(in(1000, reader)).isEqualTo(5);
        assertThat(in(1000, reader)).isEqualTo(4);
    }

    @Test
    void shouldHoldAllConnectionsOfAUserTogether() {
        // given two connections of one user
        start(rate(10, NONE), PublishRateConfig.NONE);
        MemoryConnection reader = login("u");
        send(reader, "SUB a 1\r\n");
        MemoryConnection one = login("v");
        MemoryConnection other = login("v");

        // when both send for ten seconds
        send(one, MESSAGE.repeat(200));
        send(other, MESSAGE.repeat(200));
        int got = messages(reader) + in(10_000, reader);

        // then no more is delivered than one of them alone could have sent, but for a message of each
        assertThat(got).isBetween(105, 112);
    }

    @Test
    void shouldHoldAllUsersOfAnAccountTogether() {
        // given
        start(PublishRateConfig.NONE, rate(10, NONE));
        MemoryConnection reader = login("u");
        send(reader, "SUB a 1\r\n");

        // when
        send(login("u"), MESSAGE.repeat(200));
        send(login("v"), MESSAGE.repeat(200));
        int got = messages(reader) + in(10_000, reader);

        // then
        assertThat(got).isBetween(105, 112);
    }

    @Test
    void shouldRefuseWhatIsLargerThanASecondAllows() {
        // given
        start(rate(NONE, 50), PublishRateConfig.NONE);
        MemoryConnection reader = login("u");
        send(reader, "SUB a 1\r\n");
        MemoryConnection sender = login("v");

        // when
        String said = send(sender, "PUB a 51\r\n" + "x".repeat(51) + "\r\nPING\r\n");

        // then it is told, and stays
        assertThat(said)
                .isEqualTo("-ERR 'Permissions Violation for Publish to \"a\": 51 bytes are more than 50 bytes per"
                        + " second'\r\nPONG\r\n");
        assertThat(messages(reader)).isZero();
        assertThat(server.context().counters().rateViolations()).isEqualTo(1);
        assertThat(log.lines()).singleElement().asString().contains("Publish Rate - Subject \"a\": 51 bytes");
        assertThat(sender.isClosed()).isFalse();
    }

    @Test
    void shouldTellWhoIsHeldForLongOnce() {
        // given
        start(rate(10, NONE), PublishRateConfig.NONE);
        MemoryConnection sender = login("v");

        // when it sends more than it may for half a minute
        send(sender, MESSAGE.repeat(305));
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            server.advance(100);
            server.turn();
            said.append(output(sender));
        }

        // then
        assertThat(said)
                .hasToString("-ERR 'Permissions Violation for Publish to \"a\": faster than 10 messages per second for"
                        + " 10 seconds'\r\n");
        assertThat(server.context().counters().rateViolations()).isEqualTo(1);
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void shouldNotTakeWhoIsHeldForSomebodyGone() { // CP-121
        // given pings each second, one of which may be unanswered, and a user whose answer waits behind its messages
        start(rate(1, NONE), PublishRateConfig.NONE);
        MemoryConnection sender = login("v");
        send(sender, MESSAGE.repeat(20) + "PONG\r\n");

        // when
        for (int i = 0; i < 180; i++) {
            server.advance(100);
            server.turn();
        }

        // then
        assertThat(sender.isClosed()).isFalse();
    }

    @Test
    void shouldTakeOtherRatesWithAReload() {
        // given somebody who is held for long
        start(rate(1, NONE), PublishRateConfig.NONE);
        MemoryConnection reader = login("u");
        send(reader, "SUB a 1\r\n");
        MemoryConnection sender = login("v");
        send(sender, MESSAGE.repeat(30));
        messages(reader);

        // when it may send more, and then all it likes
        reload(rate(10, NONE));
        int faster = in(900, reader);
        reload(PublishRateConfig.NONE);
        int all = in(100, reader);

        // then
        assertThat(faster).isBetween(10, 20);
        assertThat(all + faster).isBetween(27, 28);
        send(sender, MESSAGE.repeat(100));
        assertThat(messages(reader)).isEqualTo(100);

        // and when it may send less again
        reload(rate(2, NONE));
        send(sender, MESSAGE.repeat(10));
        assertThat(messages(reader)).isEqualTo(3);
    }

    // What the tests say in short.

    private static PublishRateConfig rate(long messages, long bytes) {
        return new PublishRateConfig(messages, bytes);
    }

    private void start(PublishRateConfig user, PublishRateConfig account) {
        server = new MemoryServer(config(user, account), log);
    }

    private static ServerConfig config(PublishRateConfig user, PublishRateConfig account) {
        UserConfig held = new UserConfig("v", "p").withPublishRate(user);
        AccountLimits limits = new AccountLimits(-1, -1, -1, account);
        return ServerConfig.embedded().toBuilder()
                .accounts(List.of(new AccountConfig("A", List.of(new UserConfig("u", "p"), held), null, limits)))
                .keepAlive(KeepAliveConfig.defaults()
                        .withPingInterval(Duration.ofSeconds(1))
                        .withPingMax(1))
                .build();
    }

    private void reload(PublishRateConfig user) {
        var before = server.context().reload(config(user, PublishRateConfig.NONE));
        server.context().clients().open().forEach(client -> client.control().reload(before, () -> {}));
        server.turn();
    }

    private MemoryConnection login(String user) {
        MemoryConnection client = server.connect();
        send(client, "CONNECT {\"verbose\":false,\"user\":\"" + user + "\",\"pass\":\"p\"}\r\n");
        return client;
    }

    private String send(MemoryConnection client, String lines) {
        client.receive(lines.getBytes(ISO_8859_1));
        server.turn();
        return output(client);
    }

    /** Returns how many messages come in so many milliseconds; pings are answered. */
    private int in(int millis, MemoryConnection reader) {
        int count = 0;
        for (int i = 0; i < millis; i += 10) {
            server.advance(10);
            server.turn();
            count += messages(reader);
        }
        return count;
    }

    private int messages(MemoryConnection reader) {
        String got = output(reader);
        if (got.contains("PING\r\n")) {
            send(reader, "PONG\r\n");
        }
        return got.split("MSG a 1 ", -1).length - 1;
    }

    private static String output(MemoryConnection client) {
        return new String(client.takeOutput(), ISO_8859_1);
    }
}
