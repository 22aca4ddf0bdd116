package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.feature.JetStreamConfig.Queues;
import dev.gannet.jetstream.Masked;
import dev.gannet.protocol.ServerMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What of the API no single answer shows. */
class JetStreamApiTest {
    private static final String NAMES = "$JS.API.STREAM.NAMES";
    private static final byte[] NOTHING = {};

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ApiHarness harness = new ApiHarness(tasks::add);

    private List<String> ask(String subject, String body) {
        harness.ask("a", subject, "", body.getBytes(UTF_8));
        run();
        return harness.answers("a");
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private List<String> published() {
        return harness.published.stream().map(JetStreamApiTest::text).toList();
    }

    private static String text(ServerMessage message) {
        Chunk chunk = Chunk.allocate(message.lengthMax());
        message.writeTo(chunk, null);
        return new String(chunk.bytes(0, chunk.written), ISO_8859_1);
    }

    // JA-46
    @Test
    void shouldDoWhatIsAskedWithoutAnAnswer() {
        // when
        harness.send("a", "PUB $JS.API.STREAM.CREATE.x 12\r\n{\"name\":\"x\"}\r\n".getBytes(UTF_8));
        run();

        // then
        assertThat(harness.answers("a")).isEmpty();
        assertThat(ask(NAMES, "")).singleElement().asString().contains("\"streams\":[\"x\"]");
    }

    // JA-53, MO-90
    @Test
    void shouldCountOnlyWhatAccountsWithJetStreamAsk() {
        // when
        ask(NAMES, "");
        ask("$JS.API.STREAM.INFO.none", "");
        for (String subject : List.of(NAMES, "$JS.API.INFO", "$JS.API.STREAM.PEER.REMOVE.x")) {
            harness.ask("n", subject, "", NOTHING);
            harness.ask("s", subject, "", NOTHING);
        }
        run();

        // then
        assertThat(harness.answers("n")).hasSize(3).allMatch(answer -> answer.contains("\"code\":503"));
        assertThat(harness.answers("s")).hasSize(3).allMatch(answer -> answer.contains("\"err_code\":10039"));
        assertThat(harness.api.counters().total()).isEqualTo(2);
        assertThat(harness.api.counters().errors()).isEqualTo(1);
    }

    // JA-53
    @Test
    void shouldRefuseTheSystemAccountWhateverItAsks() {
        for (String subject :
                List.of("$JS.API.DIRECT.GET.x", "$JS.API.DIRECT.GET.x.y", "$JS.API.CONSUMER.MSG.NEXT.x.y")) {
            harness.ask("s", subject, "", NOTHING);
            run();
            assertThat(harness.answers("s"))
                    .as(subject)
                    .containsExactly("{\"type\":\"io.nats.jetstream.api.v1.system_response\",\"error\":{\"code\":503,"
                            + "\"err_code\":10039,\"description\":\"JetStream not enabled for account\"}}");
        }
    }

    // JA-53
    @Test
    void shouldAnswerTheSystemAccountOnlyHeadersThatSayWhoAsks() {
        for (String header : List.of("X: y", "Nats-Trace-Dest: traces", "Nats-Required-Api-Level: 99")) {
            harness.ask("s", "$JS.API.INFO", header, NOTHING);
            run();
            assertThat(harness.answers("s")).as(header).isEmpty();
        }
        harness.ask("s", "$JS.API.INFO", "Nats-Request-Info: {}", NOTHING);
        run();
        assertThat(harness.answers("s")).singleElement().asString().contains("account_info_response");
    }

    // JA-56
    @Test
    void shouldReadARequiredLevelAsItStands() {
        for (String refused : List.of("2 ", "\t2", "\t", "-99999999999999999999", "x")) {
            harness.ask("a", NAMES, "Nats-Required-Api-Level: " + refused, NOTHING);
            run();
            assertThat(harness.answers("a"))
                    .as(refused)
                    .singleElement()
                    .asString()
                    .contains("10185");
        }
        for (String taken : List.of("2", "  2", "0000000000002", "", "  ", "-3")) {
            harness.ask("a", NAMES, "Nats-Required-Api-Level: " + taken, NOTHING);
            run();
            assertThat(harness.answers("a"))
                    .as(taken)
                    .singleElement()
                    .asString()
                    .contains("\"streams\":");
        }
    }

    // JA-87, JA-112, JA-113
    @Test
    void shouldTellOfRequestsToThoseWhoListen() {
        // given
        ask(NAMES, "");
        assertThat(harness.published).isEmpty();
        harness.send("a", "SUB $JS.EVENT.ADVISORY.API 9\r\n".getBytes(UTF_8));

        // when
        ask("$JS.API.STREAM.INFO.none", "{\"subjects_filter\":\">\"}");

        // then
        assertThat(published())
                .singleElement()
                .satisfies(event -> assertThat(Masked.of(event))
                        .startsWith("PUB $JS.EVENT.ADVISORY.API ")
                        .containsPattern("\"type\":\"io.nats.jetstream.advisory.v1.api_audit\",\"id\":\"\\w{22}\","
                                + "\"timestamp\":\"<time>\",\"server\":\"ref\",\"client\":\\{\"start\":\"<time>\","
                                + "\"host\":\"127.0.0.1\",\"id\":\\d+,\"acc\":\"A\",\"user\":\"a\",\"name\":\"asker\",")
                        .contains(
                                "\"kind\":\"Client\",\"client_type\":\"nats\"},\"subject\":\"$JS.API.STREAM.INFO.none\","
                                        + "\"request\":\"{\\\"subjects_filter\\\":\\\"\\u003e\\\"}\","
                                        + "\"response\":\"{\\\"type\\\":\\\"io.nats.jetstream.api.v1.stream_info_response\\\",")
                        .endsWith("\\\"total\\\":0,\\\"offset\\\":0,\\\"limit\\\":0}\"}\\r\\n"));
    }

    // JA-88: to whoever listens, and of a stream that was there nothing
    @Test
    void shouldTellWhatBecomesOfStreams() {
        // given
        ask("$JS.API.STREAM.CREATE.unheard", "{\"name\":\"unheard\"}");
        harness.send("a", "SUB $JS.EVENT.ADVISORY.STREAM.> 9\r\n".getBytes(UTF_8));

        // when
        ask("$JS.API.STREAM.CREATE.x", "{\"name\":\"x\"}");
        ask("$JS.API.STREAM.CREATE.x", "{\"name\":\"x\"}");
        ask("$JS.API.STREAM.UPDATE.x", "{\"name\":\"x\",\"max_msgs\":1}");
        ask("$JS.API.STREAM.DELETE.x", "");

        // then
        List<String> published = published();
        assertThat(published).hasSize(3);
        assertThat(published.get(0))
                .startsWith("PUB $JS.EVENT.ADVISORY.STREAM.CREATED.x ")
                .containsPattern("\r\n\\{\"type\":\"io.nats.jetstream.advisory.v1.stream_action\",\"id\":\"\\w{22}\",")
                .endsWith(",\"stream\":\"x\",\"action\":\"create\"}\r\n");
        assertThat(published.get(1))
                .startsWith("PUB $JS.EVENT.ADVISORY.STREAM.UPDATED.x ")
                .contains("\"modify\"");
        assertThat(published.get(2))
                .startsWith("PUB $JS.EVENT.ADVISORY.STREAM.DELETED.x ")
                .contains("\"delete\"");
    }

    // JA-9
    @Test
    void shouldNotTellOfMessagesThatAreRead() {
        // given
        ask("$JS.API.STREAM.CREATE.x", "{\"name\":\"x\"}");
        harness.streams.publish("x", NOTHING, NOTHING);
        harness.send("a", "SUB $JS.EVENT.ADVISORY.API 9\r\n".getBytes(UTF_8));
        long before = harness.api.counters().total();

        // when
        ask("$JS.API.STREAM.MSG.GET.x", "{\"seq\":1}");

        // then
        assertThat(harness.published).isEmpty();
        assertThat(harness.api.counters().total()).isEqualTo(before);
    }

    // JA-63, JA-110
    @Test
    void shouldDropWhatWaitsWhenTooMuchDoes() {
        // given
        JetStreamConfig usual = harness.settings();
        Queues queues = new Queues(3, 2, 0, 0, 0, Queues.DEFAULT_CONCURRENT_IO, 0);
        harness.settings(new JetStreamConfig(
                usual.isOn(),
                usual.storeDirectory(),
                usual.maxMemoryBytes(),
                usual.maxStoreBytes(),
                usual.domain(),
                usual.extensionHint(),
                usual.uniqueTag(),
                usual.isStrict(),
                usual.sync(),
                usual.encryption(),
                usual.limits(),
                queues,
                usual.meta()));
        harness.send("s", "SUB $JS.EVENT.ADVISORY.API.LIMIT_REACHED 9\r\n".getBytes(UTF_8));

        // when requests of both kinds come, and too many of one
        harness.ask("a", "$JS.API.STREAM.CREATE.x", "", "{\"name\":\"x\"}".getBytes(UTF_8));
        harness.ask("a", NAMES, "", NOTHING);
        harness.ask("a", NAMES, "", NOTHING);
        assertThat(harness.api.inFlight()).isEqualTo(3);
        run();

        // then those of that kind have no answer, and who comes later has one
        assertThat(harness.answers("a")).singleElement().asString().contains("stream_create_response");
        assertThat(harness.api.inFlight()).isZero();
        assertThat(ask(NAMES, "")).hasSize(1);
        assertThat(published())
                .singleElement()
                .asString()
                .startsWith("PUB $JS.EVENT.ADVISORY.API.LIMIT_REACHED ")
                .contains("\"server\":\"ref\",\"dropped\":2}");
    }

    // JA-49: strict:false
    @Test
    void shouldPassOverWhatItDoesNotKnowIfNotStrict() {
        // given
        JetStreamConfig usual = harness.settings();
        harness.settings(new JetStreamConfig(
                usual.isOn(),
                usual.storeDirectory(),
                usual.maxMemoryBytes(),
                usual.maxStoreBytes(),
                "hub",
                usual.extensionHint(),
                usual.uniqueTag(),
                false,
                usual.sync(),
                usual.encryption(),
                usual.limits(),
                usual.queues(),
                usual.meta()));

        // then
        assertThat(ask("$JS.API.STREAM.CREATE.x", "{\"name\":\"x\",\"foo\":1}"))
                .singleElement()
                .asString()
                .contains("\"did_create\":true")
                .doesNotContain("domain"); // JA-73
        assertThat(ask("$JS.API.STREAM.INFO.x", "{\"foo\":1}"))
                .singleElement()
                .asString()
                .contains("\"domain\":\"hub\"");
        assertThat(ask("$JS.API.STREAM.CREATE.x", "{\"name\":\"x\""))
                .singleElement()
                .asString()
                .contains("invalid JSON: unexpected end of JSON input");
    }

    @Test
    void shouldForgetAccountsThatAreNoMore() {
        // when
        harness.api.accountsChanged(List.of());

        // then
        assertThat(harness.api.counters(requireNonNull(harness.account("A")))).isNull();
    }
}
