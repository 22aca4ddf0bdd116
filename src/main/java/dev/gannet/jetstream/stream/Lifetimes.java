package dev.gannet.jetstream.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;

/**
 * When messages go that said so themselves (ST-127 to ST-133).
 *
 * <p><b>Owner:</b> who applies the entries of the stream.
 */
final class Lifetimes {
    /** Of a message that never goes because of its age. */
    static final long NEVER = Long.MAX_VALUE;

    private final Map<Long, Life> bySeq = new HashMap<>();
    private final PriorityQueue<Life> byEnd = new PriorityQueue<>();

    /** The life of a message. */
    private record Life(long seq, long endNanos) implements Comparable<Life> {
        @Override
        public int compareTo(Life other) {
            int byTime = Long.compare(endNanos, other.endNanos);
            return byTime != 0 ? byTime : Long.compare(seq, other.seq);
        }
    }

    /** Notes when a message goes. */
    void add(long seq, long endNanos) {
        Life life = new Life(seq, endNanos);
        bySeq.put(seq, life);
        if (endNanos != NEVER) {
            byEnd.add(life);
        }
    }

    /** Forgets a message that is gone. */
    void remove(long seq) {
        bySeq.remove(seq); // In the queue it stays until its time, and is found to be gone then.
    }

    /** Returns whether a message stays whatever its age. */
    boolean isImmortal(long seq) {
        Life life = bySeq.get(seq);
        return life != null && life.endNanos() == NEVER;
    }

    /** Forgets the messages that {@code isGone} says it of. */
    void removeIf(LongPredicate isGone) {
        bySeq.keySet().removeIf(isGone::test);
    }

    boolean isEmpty() {
        return bySeq.isEmpty();
    }

    /** Returns when the next message goes, or {@link #NEVER}. */
    long nextEndNanos() {
        Life next = byEnd.peek();
        while (next != null && !next.equals(bySeq.get(next.seq()))) {
            byEnd.poll();
            next = byEnd.peek();
        }
        return next == null ? NEVER : next.endNanos();
    }

    /** Returns the next message that goes at this time or before, until it is {@linkplain #remove removed}; zero is none. */
    long due(long nowNanos) {
        return nextEndNanos() > nowNanos ? 0 : byEnd.element().seq();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(bySeq.size());
        for (Life life : bySeq.values().stream().sorted().toList()) {
            out.writeLong(life.seq());
            out.writeLong(life.endNanos());
        }
    }

    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            add(in.readLong(), in.readLong());
        }
    }
}
