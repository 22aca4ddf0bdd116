package dev.gannet.jetstream.delivery.said;

import dev.gannet.base.Chunk;

/**
 * Reads which message an acknowledgement is for: five numbers behind the names of stream and consumer, and in the long form
 * maybe more (CO-68, CO-69). How many there are, the subscription has looked at. What is no number is none that a message
 * has, and what is not asked for is not looked at, as in the reference server (CO-71).
 *
 * <p><b>Owner:</b> a loop.
 *
 * <p><b>Hot path:</b> it allocates nothing.
 */
public final class AckSubject {
    private static final int NUMBERS = 3;
    private static final int DELIVERIES = 0;
    private static final int STREAM_SEQ = 1;
    private static final int CONSUMER_SEQ = 2;
    private static final long NONE = -1;

    private final long[] numbers = new long[NUMBERS];

    /** Reads the numbers of a part of a subject. */
    public void read(Chunk in, int from, int to) {
        int at = from;
        for (int i = 0; i < NUMBERS; i++) {
            long number = 0;
            while (at < to && in.byteAt(at) != '.') {
                int digit = in.byteAt(at++) - '0';
                number = number == NONE || digit < 0 || digit > 9 ? NONE : number * 10 + digit;
            }
            numbers[i] = number;
            at++;
        }
    }

    public long deliveries() {
        return Math.max(0, numbers[DELIVERIES]);
    }

    /** Returns the sequence in the stream; one that is past the end of all if it is no number. */
    public long streamSeq() {
        return numbers[STREAM_SEQ] < 0 ? Long.MAX_VALUE : numbers[STREAM_SEQ];
    }

    /** Returns the sequence in the consumer; -1 if it is no number. */
    public long consumerSeq() {
        return numbers[CONSUMER_SEQ];
    }
}
