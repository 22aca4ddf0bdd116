package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.fuzz.MemoryConnection;
import dev.gannet.fuzz.MemoryServer;
import org.junit.jupiter.api.Test;

/** What is remembered of clients that are gone. */
class ClosedClientsTest {
    private static final int EACH = Clients.CLOSED_SUBSCRIPTIONS_MAX / 4;

    private final MemoryServer server = new MemoryServer(ServerConfig.embedded(), ServerLog.silent());

    @Test
    void shouldForgetTheOldestWhenThoseWhoAreGoneHadTooManySubscriptions() {
        // when five clients come and go, four of which had as many subscriptions as are remembered
        for (int i = 0; i < 5; i++) {
            comeAndGo(EACH);
        }

        // then the last four are remembered
        assertThat(server.context().clients().closed())
                .extracting(closed -> closed.facts().cid())
                .containsExactly(2L, 3L, 4L, 5L);

        // when one with more than all of that goes
        comeAndGo(Clients.CLOSED_SUBSCRIPTIONS_MAX + 1);

        // then it alone is
        assertThat(server.context().clients().closed())
                .extracting(closed -> closed.facts().cid())
                .containsExactly(6L);
    }

    private void comeAndGo(int subscriptions) {
        MemoryConnection client = server.connect();
        StringBuilder text = new StringBuilder("CONNECT {\"verbose\":false}\r\n");
        for (int sid = 1; sid <= subscriptions; sid++) {
            text.append("SUB a ").append(sid).append("\r\n");
            if (sid % 1_000 == 0 || sid == subscriptions) {
                client.receive(text.toString().getBytes(ISO_8859_1));
                server.turn();
                text.setLength(0);
            }
        }
        client.endInput();
        server.turn();
    }
}
