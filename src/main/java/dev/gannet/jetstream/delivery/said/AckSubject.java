package dev.gannet.jetstream.delivery.said;

import dev.gannet.base.Chunk;

/**
 * Reads which message an acknowledgement is for: five numbers behind the names of stream and consumer (CO-68, CO-71).
 *
 * <p><b>Owner:</b> a loop.
 *
 * <p><b>Hot path:</b> it allocates nothing.
 */
public final class AckSubject {
    private static final int NUMBERS = 5;
    private static final int DELIVERIES = 0;
    private static final int STREAM_SEQ = 1;
    private static final int CONSUMER_SEQ = 2;

    private final long[] numbers = new long[NUMBERS];

    /** Reads the numbers of a part of a subject; returns false if it is not those. */
    public boolean read(Chunk in, int from, int to) {
        int at = from;
        for (int i = 0; i < NUMBERS; i++) {
            long number = 0;
            int start = at;
            while (at < to && in.byteAt(at) != '.') {
                int digit = in.byteAt(at++) - '0';
                if (digit < 0 || digit > 9) {
                    return false;
                }
                number = number * 10 + digit;
            }
            boolean isLast = i == NUMBERS - 1;
            if (at == start || isLast != (at == to)) {
                return false;
            }
            numbers[i] = number;
            at++;
        }
        return true;
    }

    public long deliveries() {
        return numbers[DELIVERIES];
    }

    public long streamSeq() {
        return numbers[STREAM_SEQ];
    }

    public long consumerSeq() {
        return numbers[CONSUMER_SEQ];
    }
}
