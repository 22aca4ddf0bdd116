package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.consumer.StateWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A stream as a queue whose consumers do whatever consumers do, and the log of it: the states are ahead of that, some
 * entries fail, and checkpoints are made now and then.
 */
final class ConsumerWalk {
    private final SplittableRandom random;
    private final TestShard shard = new TestShard();
    private final TestWatcher watcher = new TestWatcher(shard);
    private final List<Change> log = new ArrayList<>(); // Behind the last checkpoint, but for messages.
    private final List<byte[]> messages = new ArrayList<>();
    private TestShard kept;

    ConsumerWalk(SplittableRandom random) {
        this.random = random;
        shard.create("\"retention\":\"" + (random.nextBoolean() ? "workqueue" : "interest") + "\",\"max_msgs\":60");
        for (int i = 1; i <= 3; i++) {
            String policy = i == 2 ? "all" : "explicit";
            byte[] json = ("{\"ack_policy\":\"" + policy + "\",\"filter_subject\":\"s." + i + "\"}").getBytes(UTF_8);
            shard.apply(new Change.CreateConsumer(shard.nowNanos(), 1, i, "c" + i, json));
        }
        kept = shard.copied();
    }

    private Stream stream() {
        return shard.stream(1);
    }

    void step() {
        List<Consumer> all = new ArrayList<>(stream().consumers().all());
        ConsumerState state = all.get(random.nextInt(all.size())).state();
        long pending = state.nextPending(1 + random.nextInt(1 + (int) state.nextSeq()));
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> deliver(all);
            case 4, 5 -> acknowledge(state, pending);
            case 6 -> redeliver(state, pending);
            case 7 -> giveUp(state, pending);
            case 8 -> change(new Change.Purge(shard.nowNanos(), 1, "s." + random.nextInt(4), 0, random.nextInt(3)));
            case 9 -> write();
            case 10 -> fail();
            case 11 ->
                change(
                        random.nextInt(5) == 0
                                ? new Change.ResetConsumer(
                                        shard.nowNanos(), 1, 1 + random.nextInt(3), 1 + random.nextInt(50))
                                : new Change.Remove(shard.nowNanos(), 1, 1 + random.nextInt(50), false));
            case 12 -> checkpoint();
            default -> publish();
        }
    }

    private void publish() {
        String subject = "s." + (1 + random.nextInt(3));
        shard.publish(subject, "x");
        log.add(new Change.Tick(-1 - messages.size()));
        messages.add(subject.getBytes(UTF_8));
    }

    private void deliver(List<Consumer> all) {
        publish();
        Consumer consumer = all.get(random.nextInt(all.size()));
        long next = stream().store().next("s." + consumer.id(), consumer.state().nextSeq());
        if (next != 0) {
            consumer.state().deliver(next, random.nextInt(1000));
        }
    }

    private void acknowledge(ConsumerState state, long pending) {
        if (pending == 0) {
            return;
        }
        if (state
                == java.util.Objects.requireNonNull(stream().consumers().find(2))
                        .state()) {
            state.ackAll(pending, state.consumerSeq(pending), 7);
        } else {
            state.ack(pending, 7);
        }
    }

    private static void redeliver(ConsumerState state, long pending) {
        if (pending != 0) {
            state.redeliver(pending, 8);
        }
    }

    private void giveUp(ConsumerState state, long pending) {
        if (pending != 0 && random.nextInt(4) == 0) {
            state.giveUp(pending);
        }
    }

    private void change(Change change) {
        log.add(change);
        shard.apply(change);
    }

    private void write() {
        for (Stream of : List.copyOf(watcher.progressed())) {
            Progress.@Nullable Taken taken = watcher.take(of);
            if (taken == null) {
                continue;
            }
            if (random.nextInt(4) == 0) { // Something else happens before it is in the log.
                publish();
                deliver(new ArrayList<>(stream().consumers().all()));
            }
            change(taken.change());
        }
    }

    /** The log does not take it. */
    private void fail() {
        for (Stream of : List.copyOf(watcher.progressed())) {
            Progress.@Nullable Taken taken = watcher.take(of);
            if (taken != null) {
                of.consumers().progress().giveBack(taken);
            }
        }
    }

    /** It holds what is ahead of the log, and counts when that is in it. */
    private void checkpoint() {
        kept = shard.copied();
        log.clear();
        write();
    }

    /** Returns the states, when all is written. */
    String written() {
        return states(shard);
    }

    /** Returns the states as a start finds them: in the last checkpoint, and what the log says behind that. */
    String restarted() {
        while (!watcher.progressed().isEmpty()) {
            write();
        }
        TestShard other = kept.copied();
        for (Change change : log) {
            if (change instanceof Change.Tick tick) {
                other.publish(new String(messages.get((int) (-1 - tick.timeNanos())), UTF_8), "x");
            } else {
                other.shard().replay(change.entry());
            }
        }
        return states(other);
    }

    private static String states(TestShard of) {
        StringBuilder text = new StringBuilder();
        for (Consumer consumer : of.stream(1).consumers().all()) {
            StateWriter writer = new StateWriter();
            consumer.state().write(writer);
            text.append(consumer.name())
                    .append(' ')
                    .append(HexFormat.of().formatHex(writer.bytes()))
                    .append(' ')
                    .append(consumer.state().pending())
                    .append('\n');
        }
        Stream stream = of.stream(1);
        for (long seq = stream.store().nextSeq(1);
                seq != 0;
                seq = stream.store().nextSeq(seq + 1)) {
            text.append(seq).append(' ');
        }
        return text.toString();
    }
}
