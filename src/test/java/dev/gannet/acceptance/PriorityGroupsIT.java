package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is served first, or alone, of those who ask a consumer for messages, byte by byte. */
class PriorityGroupsIT extends ConsumerCase {
    private static final Pattern PIN = Pattern.compile("Nats-Pin-Id: (\\w{22})");

    @BeforeEach
    void subscribe() throws IOException {
        client.subscribe("box.*");
    }

    private void group(String stream, String policy, String more) throws IOException {
        client.stream(stream, "");
        String made = client.durable(
                stream, "c", ",\"priority_policy\":\"" + policy + "\",\"priority_groups\":[\"A\",\"B\"]" + more);
        assertThat(made).doesNotContain("\"error\"");
    }

    private void ask(String stream, String inbox, String more) throws IOException {
        client.pull(stream, "c", "box." + inbox, "{\"batch\":1,\"expires\":20000000000,\"group\":\"A\"" + more + "}");
    }

    private static String pinIn(ConsumerWire.Message message) {
        Matcher matcher = PIN.matcher(message.headers());
        assertThat(matcher.find()).as(message.headers()).isTrue();
        return matcher.group(1);
    }

    private static String pinned(String event, String stream, String group, String more) {
        return "$JS.EVENT.ADVISORY.CONSUMER." + event + "." + stream
                + ".c [] {\"type\":\"io.nats.jetstream.advisory.v1.consumer_group_"
                + event.toLowerCase(java.util.Locale.ROOT)
                + "\",\"id\":\"<id>\",\"timestamp\":\"<time>\",\"account\":\"$G\",\"stream\":\"" + stream
                + "\",\"consumer\":\"c\",\"group\":\"" + group + "\"," + more + "}";
    }

    // CO-158 to CO-162
    @Test
    void shouldServeWhoIsPinnedUntilItAsksNoMore() throws IOException {
        // given
        group("PIN", "pinned_client", ",\"priority_timeout\":1000000000");
        client.store("pin", 1, 3);
        ask("PIN", "first", "");
        ConsumerWire.Message first = client.take();
        try (ConsumerWire events = new ConsumerWire(server.clientPort())) {
            events.subscribe("$JS.EVENT.ADVISORY.CONSUMER.*.PIN.c");

            // when
            ask("PIN", "other", "");
            ask("PIN", "wrong", ",\"id\":\"wrong\"");
            ask("PIN", "right", ",\"id\":\"" + pinIn(first) + "\"");

            // then
            assertThat(client.next()).isEqualTo("box.wrong [] NATS/1.0 423 Nats-Pin-Id mismatch||");
            ConsumerWire.Message second = client.take();
            assertThat(second.payload()).isEqualTo("m2");
            assertThat(pinIn(second)).isEqualTo(pinIn(first));
            ConsumerWire.Message third = client.take();
            assertThat(third.payload()).isEqualTo("m3");
            assertThat(pinIn(third)).isNotEqualTo(pinIn(first));
            assertThat(events.next(2))
                    .containsExactly(
                            pinned("UNPINNED", "PIN", "A", "\"reason\":\"timeout\""),
                            pinned("PINNED", "PIN", "A", "\"pinned_id\":\"<id>\""));
        }
    }

    // CO-151, CO-159, CO-163, CO-165
    @Test
    void shouldLetGoWhoIsPinned() throws IOException {
        // given
        group("FREE", "pinned_client", "");
        client.store("free", 1, 3);
        ask("FREE", "first", "");
        String pin = pinIn(client.take());
        String before = client.request("$JS.API.CONSUMER.INFO.FREE.c", "");
        try (ConsumerWire events = new ConsumerWire(server.clientPort())) {
            events.subscribe("$JS.EVENT.ADVISORY.CONSUMER.*.FREE.c");

            // when
            String answer = client.request("$JS.API.CONSUMER.UNPIN.FREE.c", "{\"group\":\"A\"}");
            client.request("$JS.API.CONSUMER.UNPIN.FREE.c", "{\"group\":\"B\"}");
            ask("FREE", "old", ",\"id\":\"" + pin + "\"");
            client.pull("FREE", "c", "box.plain", "1");

            // then
            assertThat(before).contains("\"priority_groups\":[{\"group\":\"A\",\"pinned_client_id\":\"" + pin);
            assertThat(answer).isEqualTo("{\"type\":\"io.nats.jetstream.api.v1.consumer_unpin_response\"}");
            assertThat(client.next())
                    .isEqualTo("box.old [] NATS/1.0 423 Nats-Wrong-Pin-Id|Nats-Pending-Messages: 1|"
                            + "Nats-Pending-Bytes: 0||");
            assertThat(client.next()).isEqualTo("free.2 [$JS.ACK.FREE.c.1.2.2.<nanos>.1] NATS/1.0|Nats-Pin-Id: ||m2");
            assertThat(events.next(2))
                    .containsExactly(
                            pinned("UNPINNED", "FREE", "A", "\"reason\":\"admin\""),
                            pinned("UNPINNED", "FREE", "B", "\"reason\":\"admin\""));
        }
    }

    // CO-50, CO-158
    @Test
    void shouldKeepWhoIsPinnedWhenSettingsChange() throws IOException {
        // given
        group("KEPT", "pinned_client", "");
        client.store("kept", 1, 3);
        ask("KEPT", "first", "");
        String pin = pinIn(client.take());

        // when
        client.durable(
                "KEPT",
                "c",
                ",\"priority_policy\":\"pinned_client\",\"priority_groups\":[\"A\",\"B\"],\"description\":\"new\"");
        ask("KEPT", "other", "");
        ask("KEPT", "right", ",\"id\":\"" + pin + "\"");

        // then
        assertThat(pinIn(client.take())).isEqualTo(pin);
        assertThat(client.come()).isEmpty();
    }

    // CO-151 to CO-156
    @Test
    void shouldSayWhatIsWrongWithARequest() throws IOException {
        // given
        group("WRONG", "overflow", "");
        String bad = "[] NATS/1.0 400 Bad Request - ";

        // when
        client.pull("WRONG", "c", "box.b", "{\"group\":\"C\"}");
        client.pull("WRONG", "c", "box.c", "{\"group\":\"A\",\"id\":\"x\"}");
        client.pull("WRONG", "c", "box.d", "{\"group\":\"A\",\"priority\":10}");
        client.pull("WRONG", "c", "box.e", "{\"batch\":1,\"min_pending\":1}");

        // then
        assertThat(client.next(4))
                .containsExactly(
                        "box.b " + bad + "Invalid Priority Group||",
                        "box.c " + bad + "Not a Pinned Client Priority consumer||",
                        "box.d " + bad + "Priority must be between 0 and 9||",
                        "box.e " + bad + "Priority Group missing||");
    }

    // CO-157
    @Test
    void shouldServeWhoWantsTheOverflowWhenThereIsOne() throws IOException {
        // given
        group("OVER", "overflow", "");
        ask("OVER", "pending", ",\"min_pending\":3");
        ask("OVER", "unacked", ",\"min_ack_pending\":2");

        // when
        client.store("over", 1, 2);
        boolean isQuiet = client.come().isEmpty();
        client.store("over", 3, 3);
        String overflow = client.next();
        ask("OVER", "always", "");
        String always = client.next();
        String behind = client.next();

        // then
        assertThat(isQuiet).isTrue();
        assertThat(overflow).isEqualTo("over.1 [$JS.ACK.OVER.c.1.1.1.<nanos>.2] m1");
        assertThat(always).isEqualTo("over.2 [$JS.ACK.OVER.c.1.2.2.<nanos>.1] m2");
        assertThat(behind).isEqualTo("over.3 [$JS.ACK.OVER.c.1.3.3.<nanos>.0] m3");
    }

    // CO-138
    @Test
    void shouldServeTheLowestPriorityNumberFirst() throws IOException {
        // given
        group("PRIO", "prioritized", "");
        int[] priorities = {5, 1, 9};

        // when
        for (int priority : priorities) {
            client.pull(
                    "PRIO",
                    "c",
                    "box." + priority,
                    "{\"batch\":1,\"expires\":300000000,\"group\":\"A\",\"priority\":" + priority + "}");
        }
        client.store("prio", 1, 2);

        // then: whoever asked with 9 gets nothing
        assertThat(client.next(2)).allMatch(message -> message.startsWith("prio."));
        assertThat(client.next())
                .isEqualTo("box.9 [] NATS/1.0 408 Request Timeout|Nats-Pending-Messages: 1|Nats-Pending-Bytes: 0||");
    }

    // CO-150
    @Test
    void shouldShowTheFirstGroupWhicheverIsServed() throws IOException {
        // given
        group("FIRST", "pinned_client", "");
        String before = client.request("$JS.API.CONSUMER.INFO.FIRST.c", "");
        client.store("first", 1, 1);

        // when
        client.pull("FIRST", "c", "box.b", "{\"batch\":1,\"group\":\"B\"}");
        String pin = pinIn(client.take());

        // then
        String groups = "\"priority_groups\":[{\"group\":\"A\",";
        assertThat(before).contains(groups + "\"pinned_ts\":\"0001-01-01T00:00:00Z\"}]");
        assertThat(client.request("$JS.API.CONSUMER.INFO.FIRST.c", ""))
                .contains(groups + "\"pinned_client_id\":\"" + pin + "\",\"pinned_ts\":");
    }
}
