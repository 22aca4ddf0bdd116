package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.store.fetch.NotInMemoryException;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardConsumersTest {
    private static final String EXPLICIT = "\"ack_policy\":\"explicit\"";

    private final TestShard shard = new TestShard();

    private Consumer make(int stream, String members) {
        int id = shard.stream(stream).consumers().nextId();
        byte[] json = ("{" + members + "}").getBytes(UTF_8);
        shard.apply(new Change.CreateConsumer(shard.nowNanos(), stream, id, "c" + id, json));
        return Objects.requireNonNull(shard.stream(stream).consumers().find(id));
    }

    @ParameterizedTest // CO-54 to CO-58
    @CsvSource(
            delimiter = '|',
            value = {
                "\"deliver_policy\":\"all\" | 2",
                "\"deliver_policy\":\"new\" | 7",
                "\"deliver_policy\":\"last\" | 6",
                "\"deliver_policy\":\"last\",\"filter_subject\":\"s.a\" | 4",
                "\"deliver_policy\":\"last\",\"filter_subjects\":[\"s.a\",\"s.b\"] | 5",
                "\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":1 | 2",
                "\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":90 | 90",
                "\"deliver_policy\":\"by_start_time\",\"opt_start_time\":\"2023-11-14T22:13:22.5Z\" | 4",
                "\"deliver_policy\":\"by_start_time\",\"opt_start_time\":\"2023-11-14T22:13:22.5Z\","
                        + "\"filter_subject\":\"s.b\" | 5",
                "\"deliver_policy\":\"last_per_subject\",\"filter_subject\":\"s.*\" | 4"
            })
    void shouldBeginWhereItIsTold(String members, long first) {
        // given messages 2 to 6, one a second
        shard.create("");
        for (String subject : new String[] {"s.x", "s.a", "s.c", "s.a", "s.b", "s.c"}) {
            shard.publish(subject, "");
            shard.pass(1000);
        }
        shard.apply(new Change.Remove(shard.nowNanos(), 1, 1, false));

        // when
        ConsumerState state = make(1, members + "," + EXPLICIT).state();

        // then
        assertThat(state.nextSeq()).isEqualTo(first);
        assertThat(state.floorStreamSeq()).isEqualTo(first - 1);
    }

    @Test // CO-6
    void shouldBeginWithTheLastOfEachSubject() {
        shard.create("\"max_msgs_per_subject\":9");
        for (String subject : new String[] {"s.a", "s.b", "s.a", "s.c", "s.b"}) {
            shard.publish(subject, "");
        }
        ConsumerState state = make(1, "\"deliver_policy\":\"last_per_subject\",\"filter_subject\":\"s.>\"")
                .state();

        assertThat(state.lasts()).isNotNull();
        assertThat(Objects.requireNonNull(state.lasts()).next(1)).isEqualTo(3);
        assertThat(Objects.requireNonNull(state.lasts()).next(4)).isEqualTo(4);
        assertThat(Objects.requireNonNull(state.lasts()).next(6)).isZero();
        assertThat(state.needs(1)).isFalse();
        assertThat(state.needs(6)).isTrue();
    }

    @Test // RL-2211
    void shouldKeepByInterestOnlyWhatSomebodyWants() {
        shard.create("\"retention\":\"interest\"");
        shard.publish("s.a", "");
        make(1, "\"filter_subject\":\"s.a\"," + EXPLICIT);
        shard.publish("s.a", "");
        shard.publish("s.b", "");

        assertThat(shard.stream(1).store().messages()).isEqualTo(1);
        assertThat(shard.stream(1).store().lastSeq()).isEqualTo(3);
    }

    @Test // CO-94
    void shouldLetGoWhatNobodyNeeds() {
        // given two consumers that were sent a message
        TestWatcher watcher = new TestWatcher(shard);
        shard.create("\"retention\":\"interest\"");
        ConsumerState one = make(1, EXPLICIT).state();
        ConsumerState two = make(1, EXPLICIT + ",\"filter_subject\":\"s.a\"").state();
        shard.publish("s.a", "");
        shard.publish("s.b", "");
        one.deliver(1, 5);
        one.deliver(2, 5);
        two.deliver(1, 5);

        // when, then
        one.ack(1, 6);
        watcher.write();
        assertThat(shard.stream(1).store().has(1)).isTrue();
        one.ack(2, 6);
        watcher.write();
        assertThat(shard.stream(1).store().has(2)).isFalse(); // The other does not want it.
        two.ack(1, 6);
        watcher.write();
        assertThat(shard.stream(1).store().messages()).isZero();
    }

    @Test // CO-93, CO-94
    void shouldLetManyMessagesGoAPartAtATime() {
        // given 3,000 messages that one acknowledgement is for
        TestWatcher watcher = new TestWatcher(shard);
        shard.create("\"retention\":\"interest\"");
        ConsumerState state = make(1, "\"ack_policy\":\"all\"").state();
        for (int seq = 1; seq <= 3000; seq++) {
            shard.publish("s.a", "");
            state.deliver(seq, 5);
        }
        watcher.write();
        state.ackAll(3000, 3000, 6);
        Change progress = Objects.requireNonNull(
                        shard.stream(1).consumers().progress().take(7, true))
                .change();

        // when, then
        assertThatThrownBy(() -> shard.apply(progress)).isInstanceOf(NotInMemoryException.class);
        assertThat(shard.stream(1).store().messages()).isEqualTo(3000 - 1024);
        assertThatThrownBy(() -> shard.apply(progress)).isInstanceOf(NotInMemoryException.class);
        shard.apply(progress);
        assertThat(shard.stream(1).store().messages()).isZero();
    }

    @Test // CO-108
    void shouldGoOnAtTheEndOfAStreamThatHasLostSome() {
        // given a consumer whose stream has four messages less than it was sent
        shard.create("");
        ConsumerState state = make(1, EXPLICIT).state();
        for (int seq = 1; seq <= 10; seq++) {
            state.deliver(seq, 5);
        }
        state.ack(1, 6);
        for (int seq = 1; seq <= 6; seq++) {
            shard.publish("s.a", "");
        }

        // when
        TestWatcher watcher = new TestWatcher(shard);

        // then
        assertThat(state.nextSeq()).isEqualTo(7);
        assertThat(state.sentStreamSeq()).isEqualTo(6);
        assertThat(state.pending()).isEqualTo(5);
        assertThat(state.floorStreamSeq()).isEqualTo(1);
        shard.publish("s.a", "");
        assertThat(state.deliver(7, 7)).isEqualTo(11);
        assertThat(watcher.progressed()).isNotEmpty();
    }

    @Test // CO-54
    void shouldStayAheadOfAStreamWhereItIsToBegin() {
        shard.create("");
        shard.publish("s.a", "");
        ConsumerState state = make(1, "\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":90")
                .state();
        new TestWatcher(shard);
        assertThat(state.nextSeq()).isEqualTo(90);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldBeTheSameFromTheLogAsItWas(long first) {
        for (long seed = first; seed < Long.getLong("gannet.walks", 20); seed += 10) {
            walk(seed);
        }
    }

    private static void walk(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ConsumerWalk walk = new ConsumerWalk(random);
        for (int i = 0; i < 800; i++) {
            walk.step();
            if (random.nextInt(40) == 0) {
                assertThat(walk.restarted()).as("seed " + seed + ", step " + i).isEqualTo(walk.written());
            }
        }
    }

    @Test
    void shouldBeAbleToBeReadFromTheLog() {
        byte[] json = "{}".getBytes(ISO_8859_1);
        Change read = Change.read(new Change.CreateConsumer(1, 2, 3, "c", json).entry());
        assertThat(read).isInstanceOf(Change.CreateConsumer.class);
        assertThat(Change.read(new Change.ResetConsumer(1, 2, 3, 4).entry()))
                .isEqualTo(new Change.ResetConsumer(1, 2, 3, 4));
        assertThat(Change.read(new Change.Begin(7).entry())).isEqualTo(new Change.Begin(7));
    }
}
