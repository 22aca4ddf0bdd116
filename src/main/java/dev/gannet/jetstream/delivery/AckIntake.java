package dev.gannet.jetstream.delivery;

import dev.gannet.base.Chunk;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.jetstream.delivery.said.AckKind;
import dev.gannet.jetstream.delivery.said.AckSubject;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes what clients of one event loop say of messages, and hands it to the stream loop at the end of each turn.
 *
 * <p><b>Owner:</b> its event loop, but for what is said to be the stream loop's.
 */
final class AckIntake {
    /** So few are done here and now if the stream loop has nothing else to do. */
    private static final int FEW = 64;

    private static final int WAITING_MAX = 1 << 16;
    private static final int SPARE_MAX = 4;
    private static final byte[] NOTHING = {};

    private final int loop;
    private final DeliveryIntakes all;
    private final AckSubject numbers = new AckSubject();
    private final Queue<AckBatch> spare = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private AckBatch open = new AckBatch();

    AckIntake(int loop, DeliveryIntakes all) {
        this.loop = loop;
        this.all = all;
    }

    /** Somebody has said something of a message of a consumer. */
    void take(Courier courier, PublishFrame frame, int numbersAt) {
        Chunk in = frame.chunk();
        numbers.read(in, numbersAt, frame.subjectStart() + frame.subjectLength());
        int headers = Math.max(0, frame.headerLength());
        int from = frame.bodyStart() + headers;
        int length = frame.size() - headers;
        AckKind kind = AckKind.of(in, from, length);
        byte[] reply = frame.replyLength() == 0 ? NOTHING : in.bytes(frame.tail(), frame.replyLength());
        byte[] more = kind.saysMore() && length > kind.length()
                ? in.bytes(from + kind.length(), length - kind.length())
                : NOTHING;
        open.add(courier, kind, numbers, reply, more);
        taken();
    }

    /** Something is to be done behind what was said before. */
    void take(Runnable task) {
        open.add(task);
        taken();
    }

    private void taken() {
        all.taken();
        if (waiting.incrementAndGet() > WAITING_MAX) {
            all.slowProducer(loop);
        }
    }

    void endTurn() {
        if (open.count() == 0) {
            return;
        }
        AckBatch batch = open;
        AckBatch next = spare.poll();
        open = next == null ? new AckBatch() : next;
        all.hand(this, batch, batch.count() <= FEW);
    }

    /** A batch is done. The stream loop. */
    void done(AckBatch batch) {
        waiting.addAndGet(-batch.count());
        if (batch.clear() && spare.size() < SPARE_MAX) {
            spare.add(batch);
        }
    }

    /** Takes what is published for one consumer. */
    static final class Subscriber extends InternalSubscriber {
        private final Courier courier;
        private final DeliveryIntakes intakes;
        private final int prefixLength;

        Subscriber(Courier courier, DeliveryIntakes intakes, int prefixLength, Outbox nowhere) {
            super(nowhere);
            this.courier = courier;
            this.intakes = intakes;
            this.prefixLength = prefixLength;
        }

        @Override
        public String name() {
            return courier.config().name();
        }

        @Override
        public void delivered(Subscription subscription, PublishFrame frame, int loop) {
            intakes.of(loop).take(courier, frame, frame.subjectStart() + prefixLength);
        }
    }
}
