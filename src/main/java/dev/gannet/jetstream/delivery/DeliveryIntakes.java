package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.Pulls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes what clients say of messages, and their requests for them, from the event loops to the stream loop.
 *
 * <p><b>Owner:</b> the stream loop, but for what is said to be for event loops.
 */
public final class DeliveryIntakes implements Pulls {
    private final Loops loops;
    private final AckIntake[] intakes;
    private final List<Deliveries> deliveries = new ArrayList<>();
    private final Answers.Answer carrier = new Answers.Answer();
    private final AtomicLong taken = new AtomicLong();
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private long done;

    private record Asked(long number, Runnable task) {}

    /** The loops that clients are on, and the stream loop. */
    public interface Loops {
        int count();

        /** Runs something at the end of each turn of a loop from now on. */
        void atTurnEnd(int loop, Runnable action);

        /** Reads less of whose message is being delivered; called on that loop. */
        void slowProducer(int loop);

        /** Has something done on the stream loop soon; something short there and then, if it has nothing else to do. */
        void hand(Runnable task, boolean isShort);
    }

    public DeliveryIntakes(Loops loops) {
        this.loops = loops;
        this.intakes = new AckIntake[loops.count()];
        for (int i = 0; i < intakes.length; i++) {
            AckIntake intake = new AckIntake(i, this);
            intakes[i] = intake;
            loops.atTurnEnd(i, intake::endTurn);
        }
    }

    /** What is taken may be for these. Before anything is taken. */
    void add(Deliveries some) {
        deliveries.add(some);
    }

    int loops() {
        return intakes.length;
    }

    AckIntake of(int loop) {
        return intakes[loop];
    }

    void slowProducer(int loop) {
        loops.slowProducer(loop);
    }

    /** Any thread. */
    void taken() {
        taken.incrementAndGet();
    }

    /** Takes a request for messages; on the asker's event loop (CO-111). */
    @Override
    public void pull(Pull pull, int loop) {
        intakes[loop].take(() -> apply(pull));
    }

    private void apply(Pull pull) {
        for (Deliveries some : deliveries) {
            if (some.isStopped()) {
                return; // The consumer is not gone: whoever asks is about to lose the connection, and asks again.
            }
            Courier courier = some.find(pull.account(), pull.stream(), pull.consumer());
            if (courier != null) {
                some.pull(courier, pull);
                return;
            }
        }
        pull.nobody().run();
    }

    void hand(AckIntake from, AckBatch batch, boolean isFew) {
        loops.hand(() -> apply(from, batch), isFew);
    }

    private void apply(AckIntake from, AckBatch batch) {
        int count = batch.count();
        try {
            batch.apply(carrier, deliveries.get(0).host());
        } finally {
            from.done(batch);
            done += count; // Who waits for it must not wait for good.
        }
        for (Deliveries some : deliveries) {
            some.run();
        }
        while (!asked.isEmpty() && asked.getFirst().number() <= done) {
            asked.removeFirst().task().run();
        }
    }

    /** Does something when all is done that was taken until now. */
    public void then(Runnable task) {
        long number = taken.get();
        if (number <= done) {
            task.run();
        } else {
            asked.add(new Asked(number, task));
        }
    }
}
