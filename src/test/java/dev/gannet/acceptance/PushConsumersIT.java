package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Consumers that send by themselves, byte by byte. */
class PushConsumersIT extends ConsumerCase {
    private static final String FLOW = "[$JS.FC.FLOW.c.<flow>] NATS/1.0 100 FlowControl Request||";
    private static final Pattern STALLED = Pattern.compile("Nats-Consumer-Stalled: (\\S+)");

    // CO-73, CO-78, CO-177
    @Test
    void shouldSendWhenSomebodySubscribesToJustThatSubject() throws IOException {
        // given: one who looks on
        client.stream("EXACT", "");
        client.store("exact", 1, 1);
        client.subscribe("exact-to.*");
        client.durable("EXACT", "c", ",\"deliver_subject\":\"exact-to.c\"");
        String before = client.place("EXACT", "c");

        // when
        int sid = client.subscribe("exact-to.c");
        List<String> got = client.next(2);
        String bound = client.place("EXACT", "c");
        client.unsubscribe(sid);
        client.store("exact", 2, 2);

        // then
        assertThat(before).isEqualTo("0/0 floor 0/0 unacked 0 again 0 waiting 0 to come 1");
        assertThat(got).containsOnly("exact.1 [$JS.ACK.EXACT.c.1.1.1.<nanos>.0] m1");
        assertThat(bound).isEqualTo("1/1 floor 0/0 unacked 1 again 0 waiting 0 to come 0 bound");
        assertThat(client.place("EXACT", "c")).isEqualTo("1/1 floor 0/0 unacked 1 again 0 waiting 0 to come 1");
        assertThat(client.come()).isEmpty();
    }

    // CO-21, CO-77
    @Test
    void shouldSendToItsQueueGroupAlone() throws IOException {
        // given
        client.stream("GROUP", "");
        client.durable("GROUP", "c", ",\"deliver_subject\":\"group-to\",\"deliver_group\":\"g\"");
        client.store("group", 1, 1);

        // when
        client.subscribe("group-to");
        client.subscribe("group-to other");
        String others = client.place("GROUP", "c");
        client.subscribe("group-to g");
        List<String> got = client.next(3);

        // then
        assertThat(others).endsWith("to come 1");
        assertThat(got).containsOnly("group.1 [$JS.ACK.GROUP.c.1.1.1.<nanos>.0] m1");
        assertThat(client.place("GROUP", "c")).endsWith("bound");
    }

    // CO-48, CO-50
    @Test
    void shouldSendAgainWhatIsNotDoneToAnotherSubject() throws IOException {
        // given
        client.stream("MOVES", "");
        String wait = ",\"ack_wait\":60000000000";
        client.durable("MOVES", "c", ",\"deliver_subject\":\"moves-a\"" + wait);
        int sid = client.subscribe("moves-a");
        client.store("moves", 1, 2);
        client.next(2);
        String refused = client.durable("MOVES", "c", ",\"deliver_subject\":\"moves-b\"" + wait);
        client.unsubscribe(sid);
        client.subscribe("moves-b");

        // when
        client.durable("MOVES", "c", ",\"deliver_subject\":\"moves-b\"" + wait);

        // then
        assertThat(refused).contains("\"err_code\":10013,\"description\":\"consumer name already in use\"");
        assertThat(client.next(2))
                .containsExactly(
                        "moves.1 [$JS.ACK.MOVES.c.2.1.3.<nanos>.0] m1", "moves.2 [$JS.ACK.MOVES.c.2.2.4.<nanos>.0] m2");
    }

    // CO-76, CO-141, CO-142
    @Test
    void shouldSendHeartbeatsThatSayHowFarItIs() throws IOException {
        // given
        client.stream("BEATS", "");
        client.subscribe("beats-to");
        client.store("beats", 1, 3);

        // when
        client.durable(
                "BEATS",
                "c",
                ",\"deliver_subject\":\"beats-to\",\"idle_heartbeat\":100000000,\"filter_subject\":\"beats.2\","
                        + "\"headers_only\":true");

        // then
        String beat = "beats-to [] NATS/1.0 100 Idle Heartbeat|Nats-Last-Consumer: 1|Nats-Last-Stream: 3||";
        assertThat(client.next(3))
                .containsExactly("beats.2 [$JS.ACK.BEATS.c.1.2.1.<nanos>.0] NATS/1.0|Nats-Msg-Size: 2||", beat, beat);
        assertThat(client.place("BEATS", "c")).startsWith("1/2 floor 0/0 ");
    }

    private long untilFlow() throws IOException {
        long messages = 0;
        for (ConsumerWire.Message next = client.take(); !next.toString().endsWith(FLOW); next = client.take()) {
            messages += next.headers().contains("Heartbeat") ? 0 : 1;
        }
        return messages;
    }

    // CO-75, CO-141, CO-143 to CO-147
    @Test
    void shouldWaitForAnAnswerThatCanBeGivenLater() throws IOException {
        // given: 8 MB, of which 2 are sent unasked
        client.stream("FLOW", "");
        client.subscribe("flow-to");
        for (int i = 0; i < 40; i++) {
            client.publish("flow.x", "y".repeat(200_000));
        }
        client.store("flow", 1, 1);

        // when: the request is lost, and a heartbeat says where to answer
        client.consumer(
                "FLOW",
                "c",
                "\"ack_policy\":\"none\",\"deliver_subject\":\"flow-to\",\"flow_control\":true,"
                        + "\"idle_heartbeat\":300000000");
        long first = untilFlow();
        ConsumerWire.Message message = client.take();
        long stalled = first;
        for (; !message.headers().contains("Heartbeat"); message = client.take()) {
            stalled++;
        }
        Matcher where = STALLED.matcher(message.headers());
        boolean isSaid = where.find();
        client.publish(where.group(1), "");
        long second = untilFlow();

        // then
        assertThat(isSaid).isTrue();
        assertThat(first).isEqualTo(6);
        assertThat(stalled).isEqualTo(11);
        assertThat(second).isBetween(1L, 20L);
    }

    // CO-37, CO-148
    @Test
    void shouldTakeAnswersToFlowControlAsAcknowledgements() throws IOException {
        // given
        client.stream("FACK", "");
        client.subscribe("fack-to");
        client.consumer(
                "FACK",
                "c",
                "\"durable_name\":\"c\",\"ack_policy\":\"flow_control\",\"deliver_subject\":\"fack-to\","
                        + "\"max_ack_pending\":2");

        // when
        client.store("fack", 1, 3);
        List<String> two = client.next(2);
        ConsumerWire.Message asked = client.take();
        String before = client.place("FACK", "c");
        client.answer(asked.reply(), "Nats-Last-Consumer: 2\r\nNats-Last-Stream: 2");
        String third = client.next();

        // then
        assertThat(two).allMatch(message -> message.startsWith("fack."));
        assertThat(asked.headers()).contains("100 FlowControl Request");
        assertThat(before).isEqualTo("2/2 floor 0/0 unacked 2 again 0 waiting 0 to come 1 bound");
        assertThat(third).startsWith("fack.3 ");
        assertThat(client.place("FACK", "c")).startsWith("3/3 floor 2/2 unacked 1 ");
    }

    // CO-13
    @Test
    void shouldSendNoFasterThanItsRate() throws IOException {
        // given: 10,000 bytes at once, then 25,000 a second
        client.stream("RATE", ",\"max_msg_size\":10000");
        client.subscribe("rate-to");
        for (int i = 0; i < 6; i++) {
            client.request("rate.x", "z".repeat(5000));
        }

        // when
        client.consumer(
                "RATE", "c", "\"ack_policy\":\"none\",\"deliver_subject\":\"rate-to\",\"rate_limit_bps\":200000");
        client.take();
        long from = System.nanoTime();
        client.take();
        Duration second = Duration.ofNanos(System.nanoTime() - from);
        for (int i = 0; i < 4; i++) {
            client.take();
        }
        Duration last = Duration.ofNanos(System.nanoTime() - from);

        // then
        assertThat(second).isLessThan(Duration.ofMillis(150));
        assertThat(last).isBetween(Duration.ofMillis(700), Duration.ofMillis(3000));
    }

    // CO-109
    @Test
    void shouldRepeatTheGapsBetweenMessages() throws IOException {
        // given: half a second between the two
        client.stream("GAPS", "");
        client.store("gaps", 1, 1);
        client.durable("GAPS", "late", "");
        client.subscribe("box");
        client.pull("GAPS", "late", "box", "{\"batch\":2,\"expires\":500000000}");
        client.next(2);
        client.store("gaps", 2, 2);

        // when
        client.subscribe("gaps-to");
        client.durable("GAPS", "push", ",\"deliver_subject\":\"gaps-to\",\"replay_policy\":\"original\"");
        Duration pushed = gap();
        client.durable("GAPS", "pull", ",\"replay_policy\":\"original\"");
        client.pull("GAPS", "pull", "box", "2");
        Duration pulled = gap();

        // then
        assertThat(pushed).isBetween(Duration.ofMillis(400), Duration.ofMillis(2000));
        assertThat(pulled).isBetween(Duration.ofMillis(400), Duration.ofMillis(2000));
    }

    private Duration gap() throws IOException {
        client.take();
        long from = System.nanoTime();
        client.take();
        return Duration.ofNanos(System.nanoTime() - from);
    }

    // CO-78, CO-98, CO-103
    @Test
    void shouldGoOnWhereItWasWhenSomebodyIsThereAgain() throws IOException {
        // given
        client.stream("RETURN", "");
        int sid = client.subscribe("return-to");
        client.durable(
                "RETURN", "c", ",\"deliver_subject\":\"return-to\",\"ack_wait\":200000000,\"max_ack_pending\":2");
        client.store("return", 1, 3);
        client.next(2);
        client.unsubscribe(sid);

        // when
        client.subscribe("return-to");
        ConsumerWire.Message first = client.take();
        ConsumerWire.Message second = client.take();
        client.publish(first.reply(), "");
        client.publish(second.reply(), "");

        // then
        assertThat(first.toString()).isEqualTo("return.1 [$JS.ACK.RETURN.c.2.1.3.<nanos>.1] m1");
        assertThat(second.toString()).isEqualTo("return.2 [$JS.ACK.RETURN.c.2.2.4.<nanos>.1] m2");
        assertThat(client.next()).isEqualTo("return.3 [$JS.ACK.RETURN.c.1.3.5.<nanos>.0] m3");
    }
}
