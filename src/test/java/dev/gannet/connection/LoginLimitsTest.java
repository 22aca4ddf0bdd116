package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.limit.LoginLimitsConfig;
import dev.gannet.fuzz.MemoryConnection;
import dev.gannet.fuzz.MemoryServer;
import dev.gannet.protocol.CloseReason;
import dev.gannet.testing.RecordingLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those get who have not shown who they are, on a loop and a clock that are turned by hand. */
class LoginLimitsTest {
    private static final String RIGHT = "CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"p\"}\r\nPING\r\n";
    private static final String WRONG = "CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"x\"}\r\nPING\r\n";
    private static final String REFUSED = "-ERR 'Authorization Violation'\r\n";

    private final RecordingLog log = new RecordingLog();
    private final MemoryServer server = new MemoryServer(config(), log);

    private static ServerConfig config() {
        LoginLimitsConfig limits =
                new LoginLimitsConfig(3, 2, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMillis(200));
        return ServerConfig.embedded().toBuilder()
                .authorization(AuthorizationConfig.defaults().withUsers(List.of(new UserConfig("u", "p"))))
                .logins(limits)
                .build();
    }

    @AfterEach
    void nothingIsLeftOfWhoIsGone() {
        server.context().clients().open().forEach(client -> client.end(CloseReason.CLIENT_CLOSED));
        server.turn();
        assertThat(server.leftovers()).isEmpty();
        assertThat(server.context().unauthenticated().count()).isZero();
    }

    @Test
    void shouldLookLaterAtALoginAfterFailures() {
        // given
        assertThat(send(connect(), WRONG)).isEqualTo(REFUSED);
        assertThat(send(connect(), WRONG)).isEqualTo(REFUSED);

        // when
        MemoryConnection right = connect();
        String said = send(right, RIGHT);

        // then it is in, and answered, when its time is over
        assertThat(said).isEmpty();
        assertThat(after(right, 99)).isEmpty();
        assertThat(after(right, 1)).startsWith("PONG\r\n");
        assertThat(server.context().counters().delayedLogins()).isEqualTo(1);
        assertThat(log.lines())
                .filteredOn(line -> line.contains("answered later"))
                .containsExactly("[WRN] Logins from 127.0.0.1 are answered later: 2 have failed within 10s");
    }

    @Test
    void shouldTellWhoIsWrongLaterToo() {
        // given
        send(connect(), WRONG);
        send(connect(), WRONG);

        // when two guess at the same time
        MemoryConnection one = connect();
        MemoryConnection other = connect();
        send(one, WRONG);
        send(other, WRONG);

        // then
        assertThat(after(one, 99)).isEmpty();
        assertThat(after(one, 1)).isEqualTo(REFUSED);
        assertThat(output(other)).isEqualTo(REFUSED);

        // and the next waits for longer
        MemoryConnection next = connect();
        send(next, WRONG);
        assertThat(after(next, 199)).isEmpty();
        assertThat(after(next, 1)).isEqualTo(REFUSED);
    }

    @Test
    void shouldForgetWhoDoesNotWait() {
        // given
        send(connect(), WRONG);
        send(connect(), WRONG);
        MemoryConnection impatient = connect();
        send(impatient, RIGHT);

        // when
        impatient.endInput();
        after(impatient, 1000);

        // then nothing is left of it
        assertThat(impatient.isClosed()).isTrue();
        assertThat(server.context().unauthenticated().count()).isZero();
    }

    @Test
    void shouldHaveSoManyWhoHaveNotShownWhoTheyAre() {
        // given
        MemoryConnection first = connect();
        connect();
        connect();

        // when one more comes
        MemoryConnection late = server.connect();
        server.turn();

        // then it is turned away
        assertThat(output(late)).startsWith("INFO {").endsWith("-ERR 'maximum connections exceeded'\r\n");
        assertThat(late.isClosed()).isTrue();
        assertThat(server.context().counters().unauthenticatedRefused()).isEqualTo(1);

        // and when one of them is in, there is a place again
        send(first, RIGHT);
        assertThat(server.context().unauthenticated().count()).isEqualTo(2);
        assertThat(connect().isClosed()).isFalse();
    }

    private MemoryConnection connect() {
        MemoryConnection client = server.connect();
        server.turn();
        assertThat(output(client)).startsWith("INFO {").endsWith("} \r\n");
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

    private static String output(MemoryConnection client) {
        return new String(client.takeOutput(), ISO_8859_1);
    }
}
