package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.delivery.said.AckKind;
import dev.gannet.jetstream.delivery.said.AckSubject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was said on one event loop in one turn, on its way to the stream loop: of messages that were sent, and whatever else
 * is to be done in the same order.
 *
 * <p><b>Owner:</b> the event loop, then the stream loop.
 *
 * <p><b>Hot path:</b> adding allocates nothing once it has grown.
 */
final class AckBatch {
    private static final int FIRST = 64;
    private static final int KEPT_MAX = 4096;
    private static final int FIELDS = 3;
    private static final byte[] NOTHING = {};

    private @Nullable Courier[] couriers = new Courier[FIRST];
    private AckKind[] kinds = new AckKind[FIRST];
    private long[] numbers = new long[FIELDS * FIRST];
    private byte[][] replies = new byte[FIRST][];
    private byte[][] mores = new byte[FIRST][];
    private @Nullable Runnable[] tasks = new Runnable[FIRST];
    private int count;

    int count() {
        return count;
    }

    /** Something is to be done. */
    void add(Runnable task) {
        grow();
        couriers[count] = null;
        tasks[count++] = task;
    }

    /** Somebody has said something of a message. */
    void add(Courier courier, AckKind kind, AckSubject of, byte[] reply, byte[] more) {
        grow();
        couriers[count] = courier;
        kinds[count] = kind;
        numbers[FIELDS * count] = of.streamSeq();
        numbers[FIELDS * count + 1] = of.consumerSeq();
        numbers[FIELDS * count + 2] = of.deliveries();
        replies[count] = reply;
        mores[count++] = more;
    }

    private void grow() {
        if (count == couriers.length) {
            int larger = 2 * count;
            couriers = Arrays.copyOf(couriers, larger);
            kinds = Arrays.copyOf(kinds, larger);
            numbers = Arrays.copyOf(numbers, FIELDS * larger);
            replies = Arrays.copyOf(replies, larger);
            mores = Arrays.copyOf(mores, larger);
            tasks = Arrays.copyOf(tasks, larger);
        }
    }

    /** Does it all, on the stream loop. */
    void apply(Answers.Answer carrier, DeliveryHost host) {
        long now = host.nowNanos();
        long time = host.timeNanos();
        for (int i = 0; i < count; i++) {
            Courier courier = couriers[i];
            Runnable task = tasks[i];
            if (courier == null) {
                if (task != null) {
                    task.run();
                }
            } else if (!courier.isEnded()) {
                carrier.kind = kinds[i];
                carrier.streamSeq = numbers[FIELDS * i];
                carrier.consumerSeq = numbers[FIELDS * i + 1];
                carrier.deliveries = numbers[FIELDS * i + 2];
                carrier.reply = replies[i] == null ? NOTHING : replies[i];
                carrier.more = mores[i] == null ? NOTHING : mores[i];
                courier.answers().take(carrier, now, time);
            }
        }
    }

    /** Forgets it all; returns whether it may be used again. */
    boolean clear() {
        Arrays.fill(couriers, 0, count, null);
        Arrays.fill(tasks, 0, count, null);
        Arrays.fill(replies, 0, count, NOTHING);
        Arrays.fill(mores, 0, count, NOTHING);
        count = 0;
        return couriers.length <= KEPT_MAX;
    }
}
