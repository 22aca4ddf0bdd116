package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which subjects something is said of messages, in the old form and in the one that names the account too. */
class AckSubjectsIT {
    private static final String HASH = "NUmM6cRx"; // Of account A.
    private static final String ACCOUNTS =
            "accounts { A { jetstream: enabled, users: [ { user: a, password: p } ] } }\n";

    @ParameterizedTest // CO-68, CO-69, CO-70, CO-71, CO-72, CO-91
    @CsvSource({"'', ''", "feature_flags { js_ack_fc_v2: true }, ''", "feature_flags { js_ack_fc_v2: true }, hub"})
    void shouldListenToBothFormsAndWriteOne(String flags, String domain, @TempDir Path directory) throws Exception {
        String names = (domain.isEmpty() ? "_" : domain) + "." + HASH + ".";
        String written = "$JS.ACK." + (flags.isEmpty() ? "" : names) + "S.c.1.";
        try (RunningServer server = start(flags, domain, directory);
                ConsumerWire client = connect(server)) {
            // given
            client.stream("S", "");
            client.store("s", 1, 9);
            client.durable("S", "c", "");

            // when
            client.pull("S", "c", client.inbox(), "9");

            // then
            for (int i = 1; i <= 9; i++) {
                assertThat(client.take().reply())
                        .startsWith(written + i + "." + i + ".")
                        .endsWith("." + (9 - i));
            }
            String old = "$JS.ACK.S.c.";
            String other = "$JS.ACK." + names + "S.c.";
            List<String> said = new ArrayList<>();
            for (String subject : List.of(
                    old + "1.1.1.1.0",
                    other + "1.2.2.1.0",
                    other + "1.3.3.1.0.more",
                    old + "x.4.4.y.z",
                    old + "1.5.x.1.0",
                    "$JS.ACK.else." + HASH + ".S.c.1.6.6.1.0",
                    "$JS.ACK.S.other.1.6.6.1.0",
                    old + "1.6.6.1",
                    old + "1.6.6.1.0.0",
                    other + "1.6.6.1",
                    "$JS.ACK.S.c")) {
                said.add(client.request(subject, "")
                        .replaceAll("(?s)Nats-Subject.*", "")
                        .strip());
            }
            assertThat(String.join(",", said)).isEqualTo(",,,,," + "NATS/1.0 503,".repeat(5) + "NATS/1.0 503");
            assertThat(client.place("S", "c")).startsWith("9/9 floor 5/5 unacked 4 ");

            // when what is said is for no message that there is
            for (String numbers : List.of("1.x.6.1.0", "1.-6.6.1.0", "1.99.99.1.0")) {
                client.publish(old + numbers, client.inbox(), "");
                client.publish(other + numbers, client.inbox(), "");
            }

            // then nobody says anything
            assertThat(client.place("S", "c")).startsWith("9/9 floor 5/5 unacked 4 ");
            assertThat(client.come()).isEmpty();
        }
    }

    @ParameterizedTest // CO-75
    @CsvSource({"'', $JS.FC.", "feature_flags { js_ack_fc_v2: true }, $JS.FC._.NUmM6cRx."})
    void shouldAskHowFarSomebodyIsInTheSameForm(String flags, String prefix, @TempDir Path directory) throws Exception {
        try (RunningServer server = start(flags, "", directory);
                ConsumerWire client = connect(server)) {
            // given
            client.stream("S", "");
            String large = "x".repeat(500_000);
            for (int i = 1; i <= 8; i++) {
                client.request("s." + i, large);
            }
            client.subscribe("to");
            client.consumer(
                    "S",
                    "c",
                    "\"deliver_subject\":\"to\",\"flow_control\":true,\"idle_heartbeat\":60000000000,\"ack_policy\":\"none\"");

            // when as much has come as comes without an answer
            ConsumerWire.Message asked = client.take();
            for (ConsumerWire.Message next = asked; !next.subject().equals("s.5"); next = client.take()) {
                asked = next.headers().contains("FlowControl") ? next : asked;
            }

            // then it waits for an answer on this subject, and no other
            assertThat(asked.reply()).startsWith(prefix + "S.c.");
            String other = prefix.equals("$JS.FC.") ? "$JS.FC._.NUmM6cRx." : "$JS.FC.";
            client.publish(other + asked.reply().substring(prefix.length()), "");
            assertThat(client.place("S", "c")).contains(" to come 3");
            assertThat(client.come()).isEmpty();
            client.publish(asked.reply(), "");
            for (int i = 6; i <= 8; i++) {
                assertThat(client.take().subject()).isEqualTo("s." + i);
            }
        }
    }

    private static RunningServer start(String flags, String domain, Path directory) throws IOException {
        String more = domain.isEmpty() ? "" : ", domain: " + domain;
        return ServerUnderTest.start(
                "jetstream { store_dir: \"" + directory.toRealPath() + "\"" + more + " }\n" + flags + "\n" + ACCOUNTS);
    }

    private static ConsumerWire connect(RunningServer server) throws IOException {
        return new ConsumerWire(server.clientPort(), ",\"user\":\"a\",\"pass\":\"p\"");
    }
}
