package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the trace of a message tells that a stream takes, or that asks something of JetStream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTraceIT {
    private static final String TRACED = "Nats-Trace-Dest: T";
    private static final String ONLY = TRACED + "\r\nNats-Trace-Only: true";
    private static final String SERVER = """
            accounts {
              A {
                jetstream: enabled, users: [ { user: a, password: p } ]
                msg_trace: { dest: T }, mappings: { "map.in": "s.mapped" }
              }
              B {
                jetstream: enabled, users: [ { user: b, password: p } ], msg_trace: { dest: T }
                exports: [ { service: "svc.seen", allow_trace: true }, { service: "svc.dark" } ]
              }
              C {
                users: [ { user: c, password: p } ]
                imports: [
                  { service: { account: B, subject: "svc.seen" }, to: "c.seen" }
                  { service: { account: B, subject: "svc.dark" }, to: "c.dark" }
                ]
              }
              D { jetstream: { max_file: 200, max_mem: 200 }, users: [ { user: d, password: p } ] }
              SYS { users: [ { user: sys, password: p } ] }
            }
            system_account: SYS
            """;

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = ServerUnderTest.start("jetstream { store_dir: \"" + directory.toRealPath() + "\" }\n" + SERVER);
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @Test // CP-223, CP-236, CP-241
    void shouldTellWhatBecomesOfAMessage() throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        Map<String, ConsumerWire> users = new HashMap<>();
        try {
            for (String line : table()) {
                String[] cells = line.split("\t", -1);
                ConsumerWire user = users.get(cells[1]);
                if (user == null) {
                    user = connect(cells[1]);
                    user.subscribe("T");
                    user.subscribe("R");
                    user.subscribe("out.>");
                    users.put(cells[1], user);
                }
                if (cells[0].equals("ask")) {
                    assertThat(user.request(cells[2], cells[3])).as(line).doesNotContain("\"error\"");
                    continue;
                }
                expected.add(line);
                String begin = String.join("\t", List.of(cells).subList(0, 6));
                actual.add(
                        begin + "\t" + come(user, cells, TRACED, cells[6]) + "\t" + come(user, cells, ONLY, cells[7]));
            }
        } finally {
            for (ConsumerWire user : users.values()) {
                user.close();
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static List<String> table() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(StreamTraceIT.class.getResourceAsStream("/jetstream/traces.tsv"))) {
            String text = new String(in.readAllBytes(), UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    /** Sends the message of a line, and returns what comes: as much as is expected, and what else there is by then. */
    private static String come(ConsumerWire user, String[] cells, String traced, String expected) throws IOException {
        String wanted = cells[4].replace("|", "\r\n");
        String lines = wanted.startsWith("traceparent") ? wanted : traced + (wanted.isEmpty() ? "" : "\r\n" + wanted);
        user.publish(cells[2], cells[3], lines, cells[5]);
        List<ConsumerWire.Message> all = new ArrayList<>();
        for (int i = 0; i < expected.split(" ~ ", -1).length; i++) {
            all.add(user.take());
        }
        assertThat(user.come()).as("%s, behind %s", List.of(cells), all).isEmpty();
        return all.stream().map(StreamTraceIT::text).sorted().collect(Collectors.joining(" ~ "));
    }

    private static String text(ConsumerWire.Message message) {
        String text = message.payload();
        if (message.subject().equals("T")) {
            text = text.substring(text.indexOf("\"events\":") + "\"events\":".length(), text.length() - 1)
                    .replaceAll("\"ts\":\"[^\"]*\",", "")
                    .replaceAll("\\{\"type\":\"in\"[^}]*}", "<in>");
            return "T " + text;
        }
        return ConsumerWire.masked(message.subject() + " " + message.headers() + text);
    }

    @Test // CP-222
    void shouldNotHaveTheStoredCopyTraced() throws Exception {
        try (ConsumerWire user = connect("b")) {
            // given
            user.stream("KEPT", ",\"allow_direct\":true");
            user.subscribe("R");

            // when
            user.publish("kept.1", "R", "A: b\r\n" + TRACED + "\r\nC: d", "");
            user.publish("kept.2", "R", "Nats-Trace-Dest:   T  ", "");
            user.publish("kept.3", "R", "Nats-Trace-Dest:T", "");
            user.publish("kept.4", "R", "Nats-Trace-Dest: not a subject", "");
            user.publish("kept.5", "R", "traceparent: 00-a-b-01", "");
            user.publish("kept.6", "R", ONLY, "");
            user.publish("kept.7", "R", "X: y", "");

            // then
            for (int i = 1; i <= 6; i++) {
                assertThat(user.next()).isEqualTo("R [] {\"stream\":\"KEPT\",\"seq\":" + i + "}");
            }
            assertThat(headers(user, 1)).startsWith("|A: b|Nats-Trace-Dest: trace disabled|C: d|");
            assertThat(headers(user, 2)).startsWith("|Nats-Trace-Dest: trace disabled|");
            assertThat(headers(user, 3)).startsWith("|Nats-Trace-Dest:trace disabled|");
            assertThat(headers(user, 4)).startsWith("|Nats-Trace-Dest: not a subject|");
            assertThat(headers(user, 5)).startsWith("|traceparent: 00-a-b-01|Nats-Trace-Dest: trace disabled|");
            assertThat(headers(user, 6)).startsWith("|X: y|");
        }
    }

    private static String headers(ConsumerWire user, int seq) throws IOException {
        String got = user.request("$JS.API.DIRECT.GET.KEPT", "{\"seq\":" + seq + "}");
        return ConsumerWire.masked(got).substring("NATS/1.0".length());
    }

    private ConsumerWire connect(String user) throws IOException {
        return new ConsumerWire(server.clientPort(), ",\"user\":\"" + user + "\",\"pass\":\"p\",\"name\":\"n\"");
    }
}
