package dev.gannet.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import org.junit.jupiter.api.Test;

/** What was found by chance once, by intent from now on. */
class FuzzRegressionTest {
    private static final ServerConfig OPEN = FuzzConfigs.of(0);
    private static final ServerConfig WITH_NO_AUTH_USER = FuzzConfigs.of(2);

    @Test // CP-129. The subject was copied before its length was looked at.
    void shouldRefuseASubjectThatIsLongerThanALine() {
        // given
        MemoryServer server = new MemoryServer(OPEN, ServerLog.silent());
        MemoryConnection connection = server.connect();
        exchange(server, connection, "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n");

        // when
        String answer = exchange(server, connection, "PUB " + "l".repeat(300) + " 1\r\nx\r\n");

        // then
        assertThat(answer).isEqualTo("-ERR 'maximum control line exceeded'\r\n");
        assertThat(connection.isClosed()).isTrue();
    }

    @Test // CP-34, CP-43. What a no_auth_user had subscribed to stayed in its account for good.
    void shouldLeaveNoSubscriptionBehindInAnotherAccount() {
        // given a client that is somebody before it says who it is
        MemoryServer server = new MemoryServer(WITH_NO_AUTH_USER, ServerLog.silent());
        MemoryConnection connection = server.connect();
        exchange(server, connection, "SUB foo 1\r\n");

        // when it is somebody else, of another account, and leaves
        exchange(server, connection, "CONNECT {\"user\":\"other\",\"pass\":\"secret\"}\r\n");
        connection.endInput();

        // then
        assertThat(server.leftovers()).isEmpty();
    }

    private static String exchange(MemoryServer server, MemoryConnection connection, String text) {
        server.turn();
        connection.takeOutput();
        connection.receive(text.getBytes(ISO_8859_1));
        server.turn();
        return new String(connection.takeOutput(), ISO_8859_1);
    }
}
