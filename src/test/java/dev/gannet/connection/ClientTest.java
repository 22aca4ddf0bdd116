package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.AccountLimits;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.KeepAliveConfig;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.fuzz.MemoryConnection;
import dev.gannet.fuzz.MemoryServer;
import dev.gannet.protocol.CloseReason;
import dev.gannet.testing.RecordingLog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client without a socket, on a loop and a clock that are turned by hand. */
class ClientTest {
    private static final String QUIET = "CONNECT {\"verbose\":false,\"pedantic\":false,\"protocol\":1,\"headers\":true";
    private static final LimitsConfig LIMITS = LimitsConfig.defaults();

    private MemoryServer server = new MemoryServer(ServerConfig.embedded(), ServerLog.silent());

    @AfterEach
    void nothingIsLeftOfWhoIsGone() {
        server.context().clients().open().forEach(client -> client.end(CloseReason.CLIENT_CLOSED));
        server.turn();
        assertThat(server.leftovers()).isEmpty();
    }

    // Keep-alive.

    @Test
    void shouldPingSoonAndNotAllAtTheSameMoment() { // CP-14
        // given
        Set<Long> delays = new HashSet<>();

        // when ten clients are silent
        for (int i = 0; i < 10; i++) {
            MemoryConnection client = quiet();
            delays.add(millisUntil(client, "PING\r\n", 10));
        }

        // then each has its ping after two seconds and up to a fifth more
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(1990L, 2410L));
        assertThat(delays).hasSizeGreaterThan(3);
    }

    @Test
    void shouldCloseWhoAnswersNoPing() { // CP-15, CP-121
        // given
        start(keepAlive(Duration.ofSeconds(1), 2));
        MemoryConnection client = quiet();

        // when
        String said = "";
        for (int millis = 0; millis < 10_000 && !client.isClosed(); millis += 10) {
            said += after(client, 10);
        }

        // then after two pings, in the time of three
        assertThat(said).isEqualTo("PING\r\nPING\r\n-ERR 'Stale Connection'\r\n");
        assertThat(lastReason()).isEqualTo(CloseReason.STALE_CONNECTION);
        assertThat(server.context().counters().staleConnections()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhoAnswersPings() {
        // given
        start(keepAlive(Duration.ofSeconds(1), 1));
        MemoryConnection client = quiet();

        // when
        int pings = 0;
        for (int millis = 0; millis < 10_000; millis += 10) {
            if (after(client, 10).equals("PING\r\n")) {
                pings++;
                send(client, "PONG\r\n");
            }
        }

        // then
        assertThat(pings).isBetween(8, 10);
        assertThat(client.isClosed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'PUB a 1\r\nx\r\n',''", "'PING\r\n','PONG\r\n'", "'SUB a 1\r\nUNSUB 1\r\n',''"})
    void shouldNotPingWhoSendsSomething(String lines, String answer) { // CP-122
        // given a client that has had its first ping, by which the round trip is measured
        start(keepAlive(Duration.ofSeconds(1), 1));
        MemoryConnection client = quiet();
        millisUntil(client, "PING\r\n", 10);
        send(client, "PONG\r\n");

        // when it sends something now and then
        for (int i = 0; i < 20; i++) {
            assertThat(send(client, lines).replaceAll("INFO .*\r\n", "")).isEqualTo(answer);
            String said = after(client, 500);

            // then
            assertThat(said).isEmpty();
        }
    }

    @Test
    void shouldSayThatAClientHasHeldUpOthers() {
        // given
        RecordingLog log = new RecordingLog();
        server = new MemoryServer(config().build(), log);
        MemoryConnection client = connect();

        // when what it sent has taken two and a half seconds
        client.tookLong(2_500_000_000L);

        // then, in nats-server's words
        assertThat(log.lines())
                .anyMatch(line -> line.matches("\\[WRN] .* - cid:[0-9]+ - Readloop processing time: 2.5s"));
    }

    // Who it is.

    @Test
    void shouldCloseWhoDoesNotSayInTimeWhoItIs() { // CP-33
        // given
        start(config().authorization(
                        AuthorizationConfig.defaults().withToken("t").withTimeout(Duration.ofSeconds(1))));
        MemoryConnection slow = connect();
        MemoryConnection other = connect();
        send(other, QUIET + ",\"auth_token\":\"t\"}\r\n");

        // when
        String before = after(slow, 999);
        String said = after(slow, 1);

        // then one has to go, the other stays
        assertThat(before).isEmpty();
        assertThat(said).isEqualTo("-ERR 'Authentication Timeout'\r\n");
        assertThat(lastReason()).isEqualTo(CloseReason.AUTHENTICATION_TIMEOUT);
        assertThat(other.isClosed()).isFalse();
    }

    // Subscriptions.

    @Test
    void shouldEndASubscriptionAfterItsLastMessage() { // CP-116
        // given
        MemoryConnection client = quiet();
        send(client, "SUB a 1\r\nUNSUB 1 2\r\n");

        // when
        String got = send(client, "PUB a 1\r\n1\r\nPUB a 1\r\n2\r\nPUB a 1\r\n3\r\n");

        // then
        assertThat(got).isEqualTo("MSG a 1 1\r\n1\r\nMSG a 1 1\r\n2\r\n");
        assertThat(subscriptions()).isZero();
    }

    @Test
    void shouldCountMessagesThatCameBeforeTheLimit() { // CP-116
        // given
        MemoryConnection client = quiet();
        send(client, "SUB a 1\r\nPUB a 1\r\n1\r\nPUB a 1\r\n2\r\n");

        // when the limit is what was delivered already
        String got = send(client, "UNSUB 1 2\r\nPUB a 1\r\n3\r\n");

        // then
        assertThat(got).isEmpty();
        assertThat(subscriptions()).isZero();
    }

    @Test
    void shouldCountMessagesThatSeveralGotAtOnceInTheSameRead() { // CP-116
        // given two clients with one sid, whose deliveries are rendered once
        MemoryConnection client = quiet();
        MemoryConnection twin = quiet();
        send(client, "SUB a 1\r\n");
        send(twin, "SUB a 1\r\n");
        send(client, "PUB a 1\r\n1\r\nPUB a 1\r\n2\r\n");
        output(twin);

        // when one publishes two more, and then ends its subscription after four
        String got = send(client, "PUB a 1\r\n3\r\nPUB a 1\r\n4\r\nUNSUB 1 4\r\nPUB a 1\r\n5\r\n");

        // then the fifth is for the other alone
        assertThat(got).isEqualTo("MSG a 1 1\r\n3\r\nMSG a 1 1\r\n4\r\n");
        assertThat(output(twin)).endsWith("MSG a 1 1\r\n5\r\n");
        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void shouldForgetALimitWithAnother() { // CP-117
        // given
        MemoryConnection client = quiet();
        send(client, "SUB a 1\r\nUNSUB 1 1\r\nUNSUB 1 3\r\n");

        // when
        String got = send(client, "PUB a 1\r\n1\r\nPUB a 1\r\n2\r\nUNSUB 1\r\nPUB a 1\r\n3\r\n");

        // then
        assertThat(got).isEqualTo("MSG a 1 1\r\n1\r\nMSG a 1 1\r\n2\r\n");
    }

    @Test
    void shouldBoundSubscriptionsByTheSmallerLimit() {
        // given
        start(config().limits(LIMITS.withMaxSubscriptions(3)).accounts(account(new AccountLimits(-1, 2, -1))));
        MemoryConnection client = connect();
        send(client, QUIET + ",\"user\":\"u\",\"pass\":\"p\"}\r\n");

        // when
        String said = send(client, "SUB a 1\r\nSUB b 2\r\nSUB c 3\r\nUNSUB 1\r\nSUB c 3\r\n");

        // then
        assertThat(said).isEqualTo("-ERR 'maximum subscriptions exceeded'\r\n");
        assertThat(client.isClosed()).isFalse();
        assertThat(subscriptions()).isEqualTo(2);
    }

    // Limits of accounts.

    @Test
    void shouldBoundPayloadsByTheAccount() { // CP-66, CP-109
        // given
        start(config().accounts(account(new AccountLimits(-1, -1, 4))));
        MemoryConnection client = server.connect();
        send(client, QUIET + ",\"user\":\"u\",\"pass\":\"p\"}\r\n");

        // when
        String info = send(client, "PING\r\n");
        String said = send(client, "PUB a 4\r\nabcd\r\nPUB a 5\r\n");

        // then
        assertThat(info).contains("\"max_payload\":4,", "\"remote_account\":\"A\"");
        assertThat(said).isEqualTo("-ERR 'Maximum Payload Violation'\r\n");
        assertThat(lastReason()).isEqualTo(CloseReason.MAXIMUM_PAYLOAD);
    }

    @Test
    void shouldBoundTheConnectionsOfAnAccount() { // CP-46
        // given
        start(config().accounts(account(new AccountLimits(1, -1, -1))));
        MemoryConnection first = server.connect();
        send(first, QUIET + ",\"user\":\"u\",\"pass\":\"p\"}\r\n");

        // when a second comes, and a third after the first is gone
        MemoryConnection second = connect();
        String said = send(second, QUIET + ",\"user\":\"u\",\"pass\":\"p\"}\r\n");
        first.endInput();
        MemoryConnection third = connect();
        String saidLater = send(third, QUIET + ",\"user\":\"u\",\"pass\":\"p\"}\r\n");

        // then
        assertThat(said).isEqualTo("-ERR 'maximum account active connections exceeded'\r\n");
        assertThat(second.isClosed()).isTrue();
        assertThat(saidLater).isEmpty();
        assertThat(third.isClosed()).isFalse();
    }

    @Test
    void shouldCountAConnectionInOneAccountOnly() {
        // given a client that is admitted as somebody else first
        AuthorizationConfig users = AuthorizationConfig.defaults()
                .withUsers(List.of(new UserConfig("plain", "p")))
                .withNoAuthUser("plain");
        start(config().authorization(users).accounts(account(AccountLimits.unlimited())));
        MemoryConnection client = connect();
        send(client, "PING\r\n");
        assertThat(server.context().accounts().global().connections()).isEqualTo(1);

        // when
        send(client, QUIET + ",\"user\":\"u\",\"pass\":\"p\"}\r\n");

        // then
        assertThat(server.context().accounts().global().connections()).isZero();
        assertThat(server.context().accounts().get("A").connections()).isEqualTo(1);
    }

    @Test
    void shouldBoundTheConnectionsOfTheServer() { // CP-18
        // given
        start(config().limits(LIMITS.withMaxConnections(1)));
        MemoryConnection first = quiet();

        // when
        MemoryConnection second = server.connect();
        server.turn();

        // then
        assertThat(output(second)).startsWith("INFO {").endsWith("} \r\n-ERR 'maximum connections exceeded'\r\n");
        assertThat(second.isClosed()).isTrue();
        assertThat(first.isClosed()).isFalse();
        assertThat(lastReason()).isEqualTo(CloseReason.MAXIMUM_CONNECTIONS);
    }

    // What it is told.

    @Test
    void shouldSayOkToTheVerbose() { // CP-124
        // given
        MemoryConnection client = connect();

        // when
        String said = send(client, "CONNECT {}\r\nSUB a 1\r\nUNSUB 1\r\nPUB b 1\r\nx\r\nPING\r\nPUB b.* 1\r\nx\r\n");

        // then pedantic too, as both are by default
        assertThat(said).isEqualTo("+OK\r\n".repeat(4) + "PONG\r\n-ERR 'Invalid Publish Subject'\r\n+OK\r\n"); // CP-125
    }

    @Test
    void shouldTellOfLameDuckModeWhoUnderstandsIt() { // CP-81
        // given one that has had its first PONG, one that has not, and one of the old protocol
        MemoryConnection current = quiet();
        send(current, "PING\r\n");
        MemoryConnection early = quiet();
        MemoryConnection old = server.connect();
        send(old, "CONNECT {\"verbose\":false}\r\nPING\r\n");
        output(old);

        // when
        server.context().info(server.context().info().inLameDuckMode());
        server.context().clients().open().forEach(client -> client.control().announce());
        server.turn();

        // then
        assertThat(output(current))
                .startsWith("INFO {")
                .contains("\"ldm\":true")
                .endsWith("} \r\n");
        assertThat(output(early)).isEmpty();
        assertThat(output(old)).isEmpty();
    }

    // Slowing down.

    @Test
    void shouldNotReadFromWhoSendsToSomebodyFarBehind() { // CP-197
        // given a reader that takes nothing, and more waiting for it than the soft limit
        MemoryConnection reader = quiet();
        send(reader, "SUB a 1\r\n");
        MemoryConnection sender = quiet();
        reader.block(true);
        String message = "PUB a 100000\r\n" + "x".repeat(100_000) + "\r\n";
        for (int i = 0; i < 12; i++) {
            send(sender, message);
        }
        assertThat(server.context().counters().stalls()).isPositive();

        // when it sends PING
        String said = send(sender, "PING\r\n");

        // then it is answered when the stall is over: at most 10 ms later
        assertThat(said).isEmpty();
        assertThat(after(sender, 9)).isEmpty();
        assertThat(after(sender, 1)).startsWith("PONG\r\n");
    }

    @Test
    void shouldReadAgainWhenWhoWasBehindHasCaughtUp() { // CP-197
        // given
        MemoryConnection reader = quiet();
        send(reader, "SUB a 1\r\n");
        MemoryConnection sender = quiet();
        reader.block(true);
        String message = "PUB a 100000\r\n" + "x".repeat(100_000) + "\r\n";
        for (int i = 0; i < 12; i++) {
            send(sender, message);
        }
        assertThat(send(sender, "PING\r\n")).isEmpty();

        // when the reader takes what waits
        reader.block(false);
        server.turn();

        // then at once
        assertThat(output(sender)).startsWith("PONG\r\n");
    }

    @Test
    void shouldSlowDownWhoSendsToItself() { // CP-197
        // given a client that reads later
        MemoryConnection client = quiet();
        send(client, "SUB a 1\r\n");
        client.block(true);

        // when it sends itself more than the soft limit
        for (int i = 0; i < 12; i++) {
            send(client, "PUB a 100000\r\n" + "x".repeat(100_000) + "\r\n");
        }
        send(client, "PING\r\n");

        // then it is read again when it has taken what waits
        assertThat(server.context().counters().stalls()).isPositive();
        assertThat(client.isClosed()).isFalse();
        client.block(false);
        server.turn();
        server.turn();
        assertThat(output(client).replace("x", "")).contains("MSG a 1 100000\r\n\r\nPONG\r\n");
    }

    @Test
    void shouldCloseWhoReadsTooSlowly() { // CP-193
        // given
        start(config().limits(LIMITS.withMaxPendingBytes(100_000).withMaxPayloadBytes(90_000)));
        MemoryConnection reader = quiet();
        send(reader, "SUB a 1\r\n");
        MemoryConnection sender = quiet();
        reader.block(true);

        // when
        for (int i = 0; i < 2; i++) {
            send(sender, "PUB a 60000\r\n" + "x".repeat(60_000) + "\r\n");
            server.advance(20);
            server.turn();
        }

        // then
        assertThat(reader.isClosed()).isTrue();
        assertThat(lastReason()).isEqualTo(CloseReason.SLOW_CONSUMER_PENDING_BYTES);
        assertThat(server.context().counters().slowConsumers()).isEqualTo(1);
        assertThat(server.context().accounts().global().slowConsumers()).isEqualTo(1);
    }

    // Its end.

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'X'; '-ERR ''Unknown Protocol Operation''\r\n'; PROTOCOL_VIOLATION",
                "'PUB a\r\n'; ''; PROTOCOL_VIOLATION",
                "'-ERR ''x''\r\n'; ''; PARSE_ERROR",
                "'CONNECT x\r\n'; ''; PROTOCOL_VIOLATION",
                "'CONNECT {\"protocol\":2}\r\n'; '-ERR ''invalid client protocol''\r\n'; BAD_CLIENT_PROTOCOL",
                "'CONNECT {\"no_responders\":true,\"headers\":false}\r\n'; '-ERR ''no responders requires headers support''\r\n'; NO_RESPONDERS_REQUIRES_HEADERS",
                "'CONNECT {\"account\":\"A\"}\r\n'; '-ERR ''Authorization Violation''\r\n'; AUTHENTICATION_FAILURE",
                "'INFO x\r\n'; ''; PROTOCOL_VIOLATION"
            })
    void shouldEndWithItsReason(String line, String said, CloseReason reason) {
        // given a client with a subscription
        MemoryConnection client = quiet();
        send(client, "SUB a 1\r\n");

        // when
        String got = send(client, line);

        // then it is gone with all it had, and that is remembered
        assertThat(got).isEqualTo(said);
        assertThat(client.isClosed()).isTrue();
        assertThat(lastReason()).isEqualTo(reason);
        assertThat(subscriptions()).isZero();
        assertThat(server.context().clients().openCount()).isZero();
    }

    @Test
    void shouldEndWhenItsInputEnds() {
        // given
        MemoryConnection client = quiet();

        // when
        client.endInput();

        // then
        assertThat(client.isClosed()).isTrue();
        assertThat(lastReason()).isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    @Test
    void shouldRememberNoMoreOfThoseWhoAreGoneThanAllowed() { // CP-19
        // given
        start(config().limits(LIMITS.withMaxClosedClients(2)));

        // when
        for (int i = 0; i < 5; i++) {
            quiet().endInput();
        }

        // then the latest
        assertThat(server.context().clients().closed())
                .extracting(closed -> closed.facts().cid())
                .containsExactly(4L, 5L);
        assertThat(server.context().clients().total()).isEqualTo(5);
    }

    // What the tests say in short.

    private void start(ServerConfig.Builder config) {
        server = new MemoryServer(config.build(), ServerLog.silent());
    }

    private static ServerConfig.Builder config() {
        return ServerConfig.embedded().toBuilder();
    }

    private static ServerConfig.Builder keepAlive(Duration interval, int max) {
        return config().keepAlive(
                        KeepAliveConfig.defaults().withPingInterval(interval).withPingMax(max));
    }

    private static List<AccountConfig> account(AccountLimits limits) {
        return List.of(new AccountConfig("A", List.of(new UserConfig("u", "p")), null, limits));
    }

    private MemoryConnection connect() {
        MemoryConnection client = server.connect();
        server.turn();
        assertThat(output(client)).startsWith("INFO {").endsWith("} \r\n");
        return client;
    }

    private MemoryConnection quiet() {
        MemoryConnection client = connect();
        send(client, QUIET + "}\r\n");
        return client;
    }

    private String send(MemoryConnection client, String lines) {
        client.receive(lines.getBytes(ISO_8859_1));
        server.turn();
        return output(client);
    }

    private String after(MemoryConnection client, long millis) {
        server.advance(millis);
        server.turn();
        return output(client);
    }

    private long millisUntil(MemoryConnection client, String text, int step) {
        for (long millis = step; millis < 60_000; millis += step) {
            if (after(client, step).equals(text)) {
                return millis;
            }
        }
        throw new AssertionError("nothing for a minute (expected: " + text.strip() + ")");
    }

    private static String output(MemoryConnection client) {
        return new String(client.takeOutput(), ISO_8859_1);
    }

    private CloseReason lastReason() {
        List<ClosedClient> closed = server.context().clients().closed();
        return closed.get(closed.size() - 1).reason();
    }

    private long subscriptions() {
        return server.context().accounts().all().stream()
                .mapToLong(account -> account.interest().sublist().size())
                .sum();
    }
}
