package dev.gannet.jetstream.stream;

import dev.gannet.store.fetch.NotInMemoryException;
import java.util.PriorityQueue;

/**
 * When streams have something to do.
 *
 * <p><b>Owner:</b> the stream loop of their shard.
 */
final class Schedule {
    private final PriorityQueue<Due> due = new PriorityQueue<>();

    private record Due(long timeNanos, Stream stream) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(timeNanos, other.timeNanos);
            return byTime != 0 ? byTime : Integer.compare(stream.id(), other.stream.id());
        }
    }

    /** Notes when a stream has something to do next; that is in a moment, if its oldest message has to be fetched first. */
    void plan(Stream stream) {
        try {
            plan(stream, stream.dueNanos());
        } catch (NotInMemoryException e) {
            plan(stream, 0);
        }
    }

    /** The same behind a message: unless that is the only one, it ends sooner than what is planned only by itself. */
    void planSooner(Stream stream) {
        if (stream.planned() == Lifetimes.NEVER || stream.store().messages() <= 1) {
            plan(stream);
        } else {
            plan(stream, stream.lifetimeEndNanos());
        }
    }

    private void plan(Stream stream, long next) {
        if (next < stream.planned()) {
            stream.planned(next);
            due.add(new Due(next, stream));
        }
    }

    /** Returns whether something is due at a time. */
    boolean isDue(long nowNanos) {
        return !due.isEmpty() && due.peek().timeNanos() <= nowNanos;
    }

    /** Returns the stream that is due first, and forgets that it is. */
    Stream take() {
        Stream stream = due.remove().stream();
        stream.planned(Lifetimes.NEVER);
        return stream;
    }

    /** Returns when there will be something to do; {@link Lifetimes#NEVER} is never. */
    long dueNanos() {
        return due.isEmpty() ? Lifetimes.NEVER : due.peek().timeNanos();
    }
}
