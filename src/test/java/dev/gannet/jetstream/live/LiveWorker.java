package dev.gannet.jetstream.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.jetstream.stream.Stream;
import dev.gannet.testing.CrashConsumer;
import dev.gannet.testing.CrashStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Takes messages from a consumer of a {@link LiveEngine}, and says of each whatever one may say.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class LiveWorker {
    private static final int SEQ = 5; // The tokens of an acknowledgement's subject.
    private static final int COUNT = 4;

    private final CrashConsumer consumer;
    private final SplittableRandom random;
    private final int number;
    private final List<Runnable> confirmations = new ArrayList<>();
    private int confirmed;
    private int came;

    /** @param number which one it is, less than ten */
    LiveWorker(CrashStream stream, int number, SplittableRandom random) {
        this.consumer = new CrashConsumer(stream);
        this.number = number;
        this.random = random;
    }

    boolean create(LiveEngine engine) throws Exception {
        return engine.consumer(
                consumer.stream().name(),
                "{\"durable_name\":\"" + consumer.name() + "\",\"ack_policy\":\"explicit\",\"max_ack_pending\":-1}");
    }

    /** Has what it asks for come to it. */
    void listen(LiveEngine engine) {
        engine.onMessage("pulled." + number, ack -> take(engine, ack));
        engine.onConfirmation("confirmed." + number + ".*", which -> {
            confirmations.get(which).run();
            confirmed++;
        });
    }

    /** Asks for what is there now. */
    void pull(LiveEngine engine) {
        engine.pull(consumer.stream().name(), consumer.name(), "pulled." + number, 1 + random.nextInt(10));
    }

    /** Returns how many messages have come. */
    int came() {
        return came;
    }

    /** Returns how many confirmations have not come. */
    int unconfirmed() {
        return confirmations.size() - confirmed;
    }

    private void take(LiveEngine engine, String ack) {
        List<String> tokens = List.of(ack.split("\\.", -1));
        long seq = Long.parseLong(tokens.get(SEQ));
        came++;
        consumer.delivered(seq, Integer.parseInt(tokens.get(COUNT)));
        int what = random.nextInt(10);
        if (what < 5) {
            consumer.acknowledging(seq);
            engine.say(ack, null, "+ACK");
        } else if (what < 8) {
            consumer.acknowledging(seq);
            confirmations.add(consumer.toConfirm());
            engine.say(ack, "confirmed." + number + "." + (confirmations.size() - 1), "+ACK");
        } else if (what < 9) {
            engine.say(ack, null, "-NAK");
        }
    }

    /**
     * What is needed of what is stored is what is not done. Acknowledgements may be on their way: what one of them removes, or
     * confirms, while this looks is not looked at.
     */
    void check(LiveEngine engine, String when) throws Exception {
        Set<Long> stored = consumer.stream().sequences();
        Set<Long> doneBefore = consumer.done();
        Set<Long> needed = engine.onLoop(
                (live, stream) -> needed(stream, stored), consumer.stream().name());
        consumer.stream().check(engine.read(consumer.stream()), when);
        stored.retainAll(consumer.stream().sequences());
        Set<Long> doneSince = consumer.done();
        doneSince.removeAll(doneBefore);
        needed.removeAll(doneSince);
        consumer.check(needed, stored, when);
        assertThat(consumer.lowCounts()).as("%s: counts that are too low", when).isZero();
    }

    private Set<Long> needed(Stream stream, Set<Long> stored) {
        var state =
                Objects.requireNonNull(stream.consumers().find(consumer.name())).state();
        Set<Long> needed = new HashSet<>();
        stored.stream().filter(state::needs).forEach(needed::add);
        return needed;
    }
}
