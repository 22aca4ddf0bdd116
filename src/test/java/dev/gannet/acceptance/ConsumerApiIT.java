package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.jetstream.Masked;
import dev.gannet.jetstream.Table;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Consumers as their API shows them to a client that speaks it byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerApiIT {
    private static final String ACCOUNTS = """
            accounts {
              A { jetstream: { max_streams: 100, max_ack_pending: 4000 }, users: [ { user: a, password: a } ] }
              SYS { users: [ { user: s, password: s } ] }
            }
            system_account: SYS
            """;

    private int asked;
    private RunningServer server;
    private WireConnection user;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = ServerUnderTest.start("jetstream { store_dir: \"" + directory.toRealPath()
                + "\", limits { max_ack_pending: 5000, max_request_batch: 2000 } }\n" + ACCOUNTS);
        user = new WireConnection(server.clientPort());
        user.readLine();
        user.send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true,"
                + "\"user\":\"a\",\"pass\":\"a\"}\r\nSUB inbox.* 1\r\nPING\r\n");
        assertThat(user.readLine()).isEqualTo("PONG\r\n");
    }

    @AfterAll
    void stop() throws IOException {
        user.close();
        server.close();
    }

    // CO-1 to CO-53, CO-163 to CO-185, JA-20 to JA-30
    @TestFactory
    Stream<DynamicTest> shouldAnswerEveryRequest() throws IOException {
        return Table.tests("consumers.tsv", 5, cells -> () -> {
            // given
            String reply = "inbox." + ++asked;

            // when
            user.send(request(cells[2], reply, header(cells[3]), latin(cells[4])));

            // then
            if (!cells[5].isEmpty()) {
                assertThat(Masked.of(answer(reply))).isEqualTo(cells[5]);
            }
        });
    }

    private static String header(String line) {
        return line.isEmpty() ? "" : "NATS/1.0\r\n" + latin(line) + "\r\n\r\n";
    }

    private static String request(String subject, String reply, String headers, String body) {
        int size = headers.length() + body.length();
        String sizes = headers.isEmpty() ? " " + size : " " + headers.length() + " " + size;
        return (headers.isEmpty() ? "PUB " : "HPUB ") + subject + " " + reply + sizes + "\r\n" + headers + body
                + "\r\n";
    }

    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** Returns the next message, headers first. */
    private String answer(String reply) throws IOException {
        String[] line = user.readLine().strip().split(" ", -1);
        assertThat(line[1]).isEqualTo(reply);
        String message = user.read(Integer.parseInt(line[line.length - 1]));
        user.readLine();
        return message;
    }
}
