package dev.gannet.jetstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
    private static final String WRONG_SEQUENCE_2 =
            "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 2\"},\"stream\":\"S\",\"seq\":0}";

    private final TestShard shard = new TestShard();

    @Test
    void shouldAcknowledgeWithSequences() { // ST-76, ST-77
        shard.create("");

        assertThat(shard.publish("s.a", "1")).isEqualTo("{\"stream\":\"S\",\"seq\":1}");
        assertThat(shard.publish("s.a", "2")).isEqualTo("{\"stream\":\"S\",\"seq\":2}");
        assertThat(shard.message(2)).isEqualTo("s.a |2");
    }

    @Test
    void shouldFindDuplicatesWithinTheWindow() { // ST-84
        shard.create("\"duplicate_window\":100000000");
        shard.publish("s.a", "1", "Nats-Msg-Id", "x");

        assertThat(shard.publish("s.a", "2", "Nats-Msg-Id", "x"))
                .isEqualTo("{\"stream\":\"S\",\"seq\":1,\"duplicate\": true}");
        shard.pass(99);
        assertThat(shard.publish("s.a", "3", "Nats-Msg-Id", "x")).contains("\"duplicate\": true");
        shard.pass(2);
        assertThat(shard.publish("s.a", "4", "Nats-Msg-Id", "x")).isEqualTo("{\"stream\":\"S\",\"seq\":2}");
    }

    @Test
    void shouldRememberIdsOfMessagesThatAreGone() { // A publisher that repeats itself must not have its order done
        // twice.
        int id = shard.create("");
        shard.publish("s.a", "1", "Nats-Msg-Id", "x");
        shard.apply(new Change.Purge(shard.nowNanos(), id, "", 0, 0));

        assertThat(shard.reopened().publish("s.a", "1", "Nats-Msg-Id", "x")).contains("\"duplicate\": true");
    }

    @Test
    void shouldCheckWhatPublishersExpect() { // ST-86 to ST-91
        shard.create("");
        shard.publish("s.a", "1");
        shard.publish("s.b", "2", "Nats-Msg-Id", "y");

        assertThat(shard.publish("s.a", "", "Nats-Expected-Stream", "T")).contains("10060");
        assertThat(shard.publish("s.a", "", "Nats-Expected-Last-Sequence", "1")).isEqualTo(WRONG_SEQUENCE_2);
        assertThat(shard.publish("s.a", "", "Nats-Expected-Last-Sequence", "x")).isEqualTo(WRONG_SEQUENCE_2);
        assertThat(shard.publish("s.b", "", "Nats-Expected-Last-Subject-Sequence", "1"))
                .isEqualTo(WRONG_SEQUENCE_2);
        assertThat(shard.publish("s.c", "", "Nats-Expected-Last-Subject-Sequence", "1"))
                .contains("sequence: 0");
        assertThat(shard.publish("s.a", "", "Nats-Expected-Last-Subject-Sequence-Subject", "s.*"))
                .contains("10193");
        assertThat(shard.publish("s.a", "", "Nats-Expected-Last-Msg-Id", "z")).contains("wrong last msg ID: y");
        assertThat(shard.publish("s.c", "", "Nats-Expected-Last-Subject-Sequence", "0"))
                .contains("\"seq\":3");
        assertThat(shard.publish(
                        "s.a",
                        "",
                        "Nats-Expected-Last-Subject-Sequence",
                        "3",
                        "Nats-Expected-Last-Subject-Sequence-Subject",
                        "s.*"))
                .contains("\"seq\":4");
        assertThat(shard.publish("s.a", "", "Nats-Expected-Last-Msg-Id", "y")).contains("wrong last msg ID: \"");
    }

    @Test
    void shouldLetTheOldestGo() { // ST-113, ST-114
        shard.create("\"max_msgs\":3,\"max_msgs_per_subject\":2");
        for (int i = 0; i < 3; i++) {
            shard.publish("s.a", "a" + i);
        }
        shard.publish("s.b", "b");
        shard.publish("s.c", "c");

        assertThat(shard.message(1)).isEqualTo("none");
        assertThat(shard.message(2)).isEqualTo("none");
        assertThat(shard.message(3)).isEqualTo("s.a |a2");
        assertThat(shard.stream(1).store().messages()).isEqualTo(3);
    }

    @Test
    void shouldRefuseWhatAFullStreamDoesNotTake() { // ST-96, ST-115, ST-116
        int byMessages = shard.create("A", "\"discard\":\"new\",\"max_msgs\":1");
        int byBytes = shard.create("B", "\"discard\":\"new\",\"max_bytes\":100");
        int bySubject = shard.create(
                "C", "\"discard\":\"new\",\"discard_new_per_subject\":true,\"max_msgs_per_subject\":1,\"max_msgs\":2");
        int replacing = shard.create("D", "\"discard\":\"new\",\"max_msgs_per_subject\":1,\"max_msgs\":2");

        shard.publishTo(byMessages, "a.a", "");
        assertThat(shard.publishTo(byMessages, "a.a", "")).contains("maximum messages exceeded");
        shard.publishTo(byBytes, "b.a", "x".repeat(30));
        assertThat(shard.publishTo(byBytes, "b.a", "x".repeat(30))).contains("maximum bytes exceeded");
        shard.publishTo(bySubject, "c.a", "");
        assertThat(shard.publishTo(bySubject, "c.a", "")).contains("maximum messages per subject exceeded");
        shard.publishTo(bySubject, "c.b", "");
        assertThat(shard.publishTo(bySubject, "c.c", "")).contains("maximum messages exceeded");
        shard.publishTo(replacing, "d.a", "");
        shard.publishTo(replacing, "d.b", "");
        assertThat(shard.publishTo(replacing, "d.b", "")).contains("\"seq\":3");
        assertThat(shard.publishTo(replacing, "d.c", "")).contains("maximum messages exceeded");
    }

    @Test
    void shouldRollUp() { // ST-92
        shard.create("\"allow_rollup_hdrs\":true");
        for (String subject : List.of("s.a", "s.b", "s.a")) {
            shard.publish(subject, "");
        }

        assertThat(shard.publish("s.a", "", "Nats-Rollup", "x")).contains("rollup value invalid: \\\"x\\\"");
        shard.publish("s.a", "", "Nats-Rollup", "SUB");
        assertThat(shard.stream(1).store().messages()).isEqualTo(2);
        shard.publish("s.a", "", "Nats-Rollup", "all");
        assertThat(shard.stream(1).store().firstSeq()).isEqualTo(5);
    }

    @Test
    void shouldCount() { // ST-134 to ST-136
        shard.create("\"allow_msg_counter\":true");

        assertThat(shard.publish("s.a", "", "Nats-Incr", "1")).isEqualTo("{\"stream\":\"S\",\"seq\":1,\"val\":\"1\"}");
        assertThat(shard.publish("s.a", "", "Nats-Incr", "-7")).contains("\"val\":\"-6\"");
        assertThat(shard.publish("s.a", "", "Nats-Incr", "9".repeat(30)))
                .contains("\"val\":\"" + "9".repeat(29) + "3\"");
        assertThat(shard.publish("s.a", "", "Nats-Incr", "x")).contains("10171");
        assertThat(shard.publish("s.a", "x", "Nats-Incr", "1")).contains("10170");
        assertThat(shard.publish("s.a", "")).contains("10169");
        assertThat(shard.publish("s.a", "", "Nats-Incr", "1", "Nats-Rollup", "sub"))
                .contains("10171");
        assertThat(shard.message(1)).endsWith("|{\"val\":\"1\"}");
    }

    @Test
    void shouldLetMessagesGoInTime() { // ST-127, ST-133
        shard.create("\"max_age\":500000000,\"allow_msg_ttl\":true");
        shard.publish("s.a", "");
        shard.publish("s.b", "", "Nats-TTL", "never");
        shard.publish("s.c", "", "Nats-TTL", "5s");
        shard.pass(499);
        assertThat(shard.stream(1).store().messages()).isEqualTo(3);

        shard.pass(2);
        assertThat(shard.stream(1).store().messages()).isEqualTo(1);
        shard.pass(10_000);
        assertThat(shard.message(2)).startsWith("s.b");
    }

    @Test
    void shouldCountSecondsBeyondWhatALongHolds() { // ST-93: what 64 bits make of a number decides, as in the reference
        shard.create("\"allow_msg_ttl\":true");
        for (String fits : List.of(
                "9223372036854775807",
                "99999999999999999999",
                "18446744073709551617",
                "340282366920938463463374607431768211457",
                "2562047h47m16.854775807s")) {
            assertThat(shard.publish("s.a", "", "Nats-TTL", fits)).as(fits).contains("\"seq\":");
        }
        for (String exceeds : List.of("9223372036854775808", "9223372037s", "-1", "99999999999999999999s", "0")) {
            assertThat(shard.publish("s.a", "", "Nats-TTL", exceeds))
                    .as(exceeds)
                    .contains("10165");
        }

        // then what is to live longer than there are numbers for stays
        shard.pass(100_000);
        assertThat(shard.stream(1).store().messages()).isEqualTo(5);
    }

    @Test
    void shouldSkipOnlySpacesBeforeAValue() { // CP-189
        shard.create("\"allow_msg_ttl\":true,\"allow_rollup_hdrs\":true");
        assertThat(publishLine("Nats-Msg-Id:   a")).contains("\"seq\":1}");
        assertThat(publishLine("Nats-Msg-Id:a")).contains("duplicate");
        assertThat(publishLine("Nats-Msg-Id: a ")).contains("\"seq\":2}");
        assertThat(publishLine("Nats-Msg-Id:\ta")).contains("\"seq\":3}");
        assertThat(publishLine("Nats-Expected-Stream: S ")).contains("10060");
        assertThat(publishLine("Nats-Rollup: all\t")).contains("rollup value invalid: \\\"all\\\\t\\\"");
        assertThat(publishLine("Nats-TTL: 5 ")).contains("10165");
    }

    private String publishLine(String header) {
        return shard.publishRaw(1, "s.a", "NATS/1.0\r\n" + header + "\r\n\r\n", "");
    }

    @Test
    void shouldMarkTheEndOfASubject() { // ST-109, ST-128 to ST-130
        shard.create("\"subject_delete_marker_ttl\":3000000000,\"max_age\":500000000,\"max_msgs_per_subject\":5");
        shard.publish("s.a", "");
        shard.publish("s.b", "", "Nats-TTL", "1");
        assertThat(shard.message(2)).contains("Nats-TTL: 3\r\n");

        shard.pass(600);
        assertThat(shard.message(3))
                .isEqualTo("s.a NATS/1.0\r\nNats-Marker-Reason: MaxAge\r\nNats-TTL: 3s\r\nNats-Rollup: sub\r\n\r\n|");
        shard.pass(600);
        assertThat(shard.stream(1).store().messages()).isZero();
        assertThat(shard.stream(1).store().lastSeq()).isEqualTo(4);
    }

    @Test
    void shouldNotMarkTheEndOfWhatIsPurged() { // ST-130
        shard.create("\"subject_delete_marker_ttl\":1000000000,\"allow_msg_ttl\":true");
        shard.publish("s.a", "", "KV-Operation", "PURGE", "Nats-TTL", "1s");
        shard.publish("s.b", "", "KV-Operation", "DEL", "Nats-TTL", "1s");
        shard.publishRaw(1, "s.c", "NATS/1.0\r\nKV-Operation:PURGE\r\nNats-TTL:1s\r\n\r\n", "");

        shard.pass(1100);
        assertThat(shard.stream(1).store().lastSeq()).isEqualTo(4);
        assertThat(shard.message(4)).startsWith("s.b NATS/1.0\r\nNats-Marker-Reason: MaxAge\r\n");
    }

    @Test
    void shouldPurge() { // ST-230, ST-231
        int id = shard.create("");
        for (int i = 1; i <= 6; i++) {
            shard.publish(i % 2 == 0 ? "s.even" : "s.odd", "");
        }

        assertThat(shard.apply(new Change.Purge(0, id, "s.odd", 0, 1)).count()).isEqualTo(2);
        assertThat(shard.apply(new Change.Purge(0, id, "", 3, 0)).count()).isEqualTo(1);
        assertThat(shard.stream(1).store().firstSeq()).isEqualTo(4);
        assertThat(shard.apply(new Change.Purge(0, id, "", 0, 1)).count()).isEqualTo(2);
        assertThat(shard.apply(new Change.Purge(0, id, "", 100, 0)).count()).isEqualTo(1);
        assertThat(shard.publish("s.a", "")).contains("\"seq\":100");
    }

    @Test
    void shouldTakeMessagesOut() { // ST-235, ST-236
        int id = shard.create("");
        for (int i = 0; i < 3; i++) {
            shard.publish("s.a", "secret");
        }

        assertThat(shard.apply(new Change.Remove(0, id, 2, true)).error()).isNull();
        assertThat(String.valueOf(shard.apply(new Change.Remove(0, id, 2, true)).error()))
                .contains("sequence 2 not found");
        assertThat(String.valueOf(shard.apply(new Change.Remove(0, id, 9, true)).error()))
                .contains("stream store EOF");
        shard.apply(new Change.Remove(0, id, 1, false));
        assertThat(String.valueOf(
                        shard.apply(new Change.Remove(0, id, 1, false)).error()))
                .contains("no message found");
    }

    @Test
    void shouldStripWhatIsNotForTheStream() { // ST-81, ST-82
        shard.create("");
        shard.publishRaw(1, "s.a", "NATS/1.0 503 No\r\nA: b\r\nNats-Request-Info: {}\r\n\r\n", "");
        shard.publishRaw(1, "s.a", "NATS/1.0\r\nNats-Request-Info: {}\r\n\r\n", "");

        assertThat(shard.message(1)).isEqualTo("s.a NATS/1.0\r\nA: b\r\n\r\n|");
        assertThat(shard.message(2)).isEqualTo("s.a |");
    }

    @Test
    void shouldSayWhatWouldBecomeOfAMessageAndChangeNothing() { // CP-223
        shard.create("\"max_msgs\":1,\"discard\":\"new\",\"subject_transform\":{\"src\":\"s.*\",\"dest\":\"s.x.$1\"}");

        // when there is room, and when there is not, which is not looked at
        assertThat(shard.check("s.a", "NATS/1.0\r\nNats-Msg-Id: 1\r\n\r\n")).isEqualTo(" s.x.a false ");
        shard.publishRaw(1, "s.a", "NATS/1.0\r\nNats-Msg-Id: 2\r\n\r\n", "");
        assertThat(shard.check("s.a", "NATS/1.0\r\nNats-Msg-Id: 1\r\n\r\n")).isEqualTo(" s.x.a false ");

        // when something is wrong
        assertThat(shard.check("s.a", "NATS/1.0\r\nNats-Msg-Id: 2\r\n\r\n"))
                .contains("\"duplicate\": true}")
                .endsWith("  false msgid is duplicate");
        assertThat(shard.check("s.a", "NATS/1.0\r\nNats-Expected-Last-Sequence: 7\r\n\r\n"))
                .contains("10071")
                .endsWith("  false last sequence mismatch: 7 vs 1");

        // then
        assertThat(shard.stream(1).store().messages()).isEqualTo(1);
        assertThat(shard.stream(1).store().lastSeq()).isEqualTo(1);
    }

    @Test
    void shouldNotAskForRoomOfWhatNobodyWants() { // ST-101
        shard.create("\"max_msgs\":1,\"discard\":\"new\",\"retention\":\"interest\"");

        assertThat(shard.check("s.a", "NATS/1.0\r\nNats-TTL: x\r\n\r\n")).isEqualTo(" s.a true ");
        assertThat(shard.publishRaw(1, "s.a", "NATS/1.0\r\nNats-TTL: x\r\n\r\n", ""))
                .contains("\"seq\":1}");
    }

    @Test
    void shouldTransformSubjects() { // ST-226
        shard.create("\"subject_transform\":{\"src\":\"s.*\",\"dest\":\"s.x.{{wildcard(1)}}\"}");
        shard.publish("s.a", "");
        shard.publish("s.a.b", "");

        assertThat(shard.message(1)).startsWith("s.x.a ");
        assertThat(shard.message(2)).startsWith("s.a.b ");
    }

    @Test
    void shouldHoldAccountsToTheirLimits() { // ST-97
        shard.apply(new Change.Limits(0, TestShard.ACCOUNT, 100));
        int id = shard.create("");
        shard.publish("s.a", "x".repeat(40));

        assertThat(shard.publish("s.a", "x".repeat(40))).contains("10002");
        shard.apply(new Change.Purge(0, id, "", 0, 0));
        assertThat(shard.publish("s.a", "x".repeat(40))).contains("\"seq\":2");
        assertThat(shard.shard().usedBytes(TestShard.ACCOUNT)).isEqualTo(73);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldBeTheSameFromTheSameLogWhereverItBegins(long seed) {
        // given a log of whatever can be asked
        List<Step> log = steps(seed);
        TestShard straight = new TestShard();
        log.forEach(step -> step.apply(straight));

        // when another is stopped again and again
        TestShard stopped = new TestShard();
        SplittableRandom random = new SplittableRandom(seed);
        for (Step step : log) {
            step.apply(stopped);
            if (random.nextInt(20) == 0) {
                stopped = stopped.reopened();
            }
        }

        // then both are the same
        assertThat(stopped.state()).as("seed " + seed).isEqualTo(straight.state());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldHaveTheSameBytesFromTheSameLog(long seed) {
        // given
        List<Step> log = steps(seed);
        TestShard one = new TestShard();
        TestShard other = new TestShard();

        // when
        log.forEach(step -> step.apply(one));
        for (Step step : log) {
            step.apply(other);
            other.state(); // Who reads leaves nothing behind.
        }

        // then
        Map<String, String> contents = one.contents();
        assertThat(contents).hasSizeGreaterThan(2);
        assertThat(other.contents()).as("seed " + seed).isEqualTo(contents);
        assertThat(other.reopened().contents().get("checkpoint"))
                .as("once more, seed " + seed)
                .isEqualTo(one.reopened().contents().get("checkpoint"));
    }

    private interface Step {
        void apply(TestShard shard);
    }

    private static List<Step> steps(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        steps.add(shard -> shard.create(
                "\"max_age\":900000000,\"allow_msg_ttl\":true,\"max_msgs_per_subject\":4,\"allow_rollup_hdrs\":true,"
                        + "\"duplicate_window\":500000000"));
        steps.add(shard -> shard.create("T", "\"max_msgs\":20,\"subject_delete_marker_ttl\":2000000000"));
        for (int i = 0; i < 600; i++) {
            steps.add(step(random.split()));
        }
        return steps;
    }

    private static Step step(SplittableRandom random) {
        int stream = 1 + random.nextInt(2);
        String subject = (stream == 1 ? "s." : "t.") + random.nextInt(6);
        String payload = "x".repeat(random.nextInt(100));
        String value = Integer.toString(1 + random.nextInt(4));
        long number = random.nextInt(60);
        return switch (random.nextInt(14)) {
            case 0 -> shard -> shard.publishTo(stream, subject, payload, "Nats-TTL", value);
            case 1, 2 -> shard -> shard.publishTo(stream, subject, payload, "Nats-Msg-Id", value);
            case 3 -> shard -> shard.publishTo(stream, subject, payload, "Nats-Rollup", "sub");
            case 4 -> shard -> shard.publishTo(stream, subject, payload, "Nats-TTL", "never");
            case 5 -> shard -> shard.apply(new Change.Remove(shard.nowNanos(), stream, number, number % 2 == 0));
            case 6 -> shard -> shard.pass(number * 5);
            case 7 ->
                shard -> shard.apply(
                        new Change.Purge(shard.nowNanos(), stream, number < 30 ? subject : "", 0, number % 3));
            default -> shard -> shard.publishTo(stream, subject, payload);
        };
    }
}
