package dev.gannet.jetstream.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.config.consumer.AckPolicy;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.delivery.said.AckKind;
import dev.gannet.jetstream.delivery.said.NakDelay;
import dev.gannet.jetstream.event.ConsumerAdvisories.Delivery;

/**
 * Takes what somebody says of messages that were sent to them (CO-81 to CO-97).
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Hot path:</b> an acknowledgement that wants no answer allocates nothing.
 */
final class Answers {
    private static final byte[] NOTHING = {};
    private static final int PERCENT = 100;

    private final Courier courier;
    private final ConsumerState state;
    private final Redeliveries again;
    private final Overdue overdue;

    Answers(Courier courier, Redeliveries again, Overdue overdue) {
        this.courier = courier;
        this.state = courier.consumer().state();
        this.again = again;
        this.overdue = overdue;
    }

    /**
     * What was said of a message: carried, not kept.
     *
     * <p><b>Owner:</b> the stream loop.
     */
    static final class Answer {
        AckKind kind = AckKind.OTHER;
        long streamSeq;
        long consumerSeq;
        long deliveries;
        byte[] reply = NOTHING;
        byte[] more = NOTHING;

        AckKind kind() {
            return kind;
        }

        long streamSeq() {
            return streamSeq;
        }

        long consumerSeq() {
            return consumerSeq;
        }

        long deliveries() {
            return deliveries;
        }

        byte[] reply() {
            return reply;
        }

        byte[] more() {
            return more;
        }
    }

    void take(Answer answer, long nowNanos, long timeNanos) {
        courier.used(nowNanos);
        switch (answer.kind()) {
            case ACK -> {
                courier.host().counts().countAck();
                sample(answer, timeNanos);
                confirm(answer, ack(answer, timeNanos));
            }
            case NEXT -> {
                courier.host().counts().countAck();
                sample(answer, timeNanos);
                ack(answer, timeNanos);
                if (answer.reply().length > 0) {
                    courier.of().deliveries().pull(courier, answer.reply(), answer.more());
                }
            }
            case TERM -> {
                courier.host().counts().countTerm();
                boolean isRight = ack(answer, timeNanos);
                String reason = new String(answer.more(), ISO_8859_1).strip();
                courier.advisories().terminated(courier.subject(), delivery(answer), reason);
                confirm(answer, isRight);
            }
            case NAK -> {
                courier.host().counts().countNak();
                nak(answer, nowNanos, timeNanos);
                reply(answer);
            }
            case PROGRESS -> {
                if (state.isPending(answer.streamSeq())) {
                    state.waitSince(answer.streamSeq(), timeNanos);
                }
                reply(answer);
            }
            case OTHER -> reply(answer);
        }
    }

    private static Delivery delivery(Answer answer) {
        return new Delivery(answer.streamSeq(), answer.consumerSeq(), answer.deliveries());
    }

    /** Returns false if it is for no message that was sent (CO-91). */
    private boolean ack(Answer answer, long timeNanos) {
        long seq = answer.streamSeq();
        if (seq >= state.nextSeq()) {
            warnIfPastLast(seq);
            return false;
        }
        boolean wasFull = courier.isFull();
        AckPolicy policy = courier.config().acking().policy();
        if (policy == AckPolicy.EXPLICIT) {
            if (state.ack(seq, timeNanos)) {
                again.remove(seq);
            }
        } else if (policy != AckPolicy.NONE) {
            state.ackAll(seq, answer.consumerSeq(), timeNanos);
        }
        if (wasFull) {
            courier.ready();
        }
        return true;
    }

    private void warnIfPastLast(long seq) {
        long last = courier.of().stream().store().lastSeq();
        if (seq > last) {
            courier.host()
                    .log()
                    .warn("JetStream consumer '" + courier.subject().stream() + " > "
                            + courier.config().name() + "' ACK sequence " + seq
                            + " past last stream sequence of " + last);
        }
    }

    /** Tells of some how long they took (CO-97). */
    private void sample(Answer answer, long timeNanos) {
        int percent = courier.config().samplePercent();
        if (percent > 0
                && courier.config().acking().policy() == AckPolicy.EXPLICIT
                && state.isPending(answer.streamSeq())
                && (percent >= PERCENT || courier.host().router().happens(percent))) {
            long took = timeNanos - state.waitingSinceNanos(answer.streamSeq());
            courier.advisories().acknowledged(courier.subject(), delivery(answer), took);
        }
    }

    private void nak(Answer answer, long nowNanos, long timeNanos) {
        long seq = answer.streamSeq();
        long consumerSeq = answer.consumerSeq();
        if (consumerSeq <= state.floorConsumerSeq() || consumerSeq > state.sentConsumerSeq() || !state.isPending(seq)) {
            return;
        }
        courier.advisories().naked(courier.subject(), delivery(answer));
        String text = new String(answer.more(), ISO_8859_1).strip();
        if (!text.isEmpty()) {
            try {
                long delay = NakDelay.nanos(text);
                again.remove(seq);
                state.waitSince(seq, timeNanos - overdue.waitNanos(seq) + delay);
                overdue.plan(nowNanos + Math.max(0, delay));
                return;
            } catch (IllegalArgumentException e) {
                courier.host()
                        .log()
                        .warn("JetStream consumer '" + courier.of().account().name() + " > "
                                + courier.subject().stream() + " > "
                                + courier.config().name()
                                + "' bad NAK delay value: \"" + text + "\"");
            }
        }
        again.add(seq);
        courier.ready();
    }

    /** A message that was sent is not in the stream any more (CO-96, CO-106). */
    void lost(long seq) {
        long consumerSeq = state.consumerSeq(seq);
        int deliveries = state.deliveries(seq);
        boolean wasFull = courier.isFull();
        if (state.drop(seq)) {
            again.remove(seq);
            if (wasFull) {
                courier.ready();
            }
            courier.advisories()
                    .terminated(
                            courier.subject(),
                            new Delivery(seq, consumerSeq, deliveries),
                            "Unacknowledged message was deleted");
        }
    }

    /** Says so when it lasts (CO-90). */
    private void confirm(Answer answer, boolean isRight) {
        if (isRight && answer.reply().length > 0) {
            byte[] to = answer.reply();
            courier.host().confirm(courier.of().stream(), () -> courier.tell(to, NOTHING));
        }
    }

    private void reply(Answer answer) {
        if (answer.reply().length > 0 && answer.streamSeq() != 0) {
            courier.tell(answer.reply(), NOTHING);
        }
    }
}
