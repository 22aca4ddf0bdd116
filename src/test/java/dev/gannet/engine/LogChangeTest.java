package dev.gannet.engine;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ServerConfig;
import dev.gannet.testing.RecordingLog;
import dev.gannet.testing.WireConnection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log's levels change while clients are connected (CF-74, as a reload does it). */
class LogChangeTest {
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n";

    private final RecordingLog log = new RecordingLog();

    @Test
    void shouldTraceClientsThatAreThereAndStopAgain() throws Exception {
        try (GannetServer server = GannetServer.start(ServerConfig.embedded(), log);
                WireConnection publisher = connect(server);
                WireConnection subscriber = connect(server)) {
            // given a subscription that the way of messages is known to, without a trace
            subscriber.send("SUB a 1\r\n");
            roundTrip(subscriber);
            publish(publisher, subscriber);
            assertThat(traced()).isEmpty();

            // when
            log.loud(true);
            server.logChanged();
            eventually(() -> {
                roundTrip(publisher);
                assertThat(traced()).anyMatch(line -> line.endsWith("<<- [PING]"));
            });
            publish(publisher, subscriber);

            // then both ends of the message are seen
            assertThat(traced()).anyMatch(line -> line.endsWith("<<- [PUB a 1]"));
            eventually(() -> assertThat(traced()).anyMatch(line -> line.endsWith("->> [MSG a 1 1]")));

            // and when it is to be quiet again
            log.loud(false);
            server.logChanged();
            int before = traced().size();
            publish(publisher, subscriber);

            // then
            assertThat(traced()).hasSize(before);
        }
    }

    private static void publish(WireConnection publisher, WireConnection subscriber) throws Exception {
        publisher.send("PUB a 1\r\nx\r\n");
        assertThat(subscriber.readLine()).isEqualTo("MSG a 1 1\r\n");
        assertThat(subscriber.readLine()).isEqualTo("x\r\n");
    }

    private static void roundTrip(WireConnection client) throws Exception {
        client.send("PING\r\n");
        assertThat(client.readLine()).isEqualTo("PONG\r\n");
    }

    private static WireConnection connect(GannetServer server) throws Exception {
        WireConnection client = new WireConnection(server.clientPort());
        assertThat(client.readLine()).startsWith("INFO ");
        client.send(CONNECT);
        roundTrip(client);
        return client;
    }

    private List<String> traced() {
        return log.lines().stream().filter(line -> line.startsWith("[TRC]")).toList();
    }
}
