package dev.gannet.jetstream.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for messages of one consumer: the first one is served, and waits behind the others for its next
 * message (CO-137); or those of the lowest priority number are served first (CO-138).
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class WaitingQueue {
    private static final int UNSAID = 10;

    private final List<ArrayDeque<Waiting>> classes = new ArrayList<>(1);
    private final boolean isPrioritized;
    private int size;

    WaitingQueue(boolean isPrioritized) {
        this.isPrioritized = isPrioritized;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Waiting request) {
        of(request).add(request);
        size++;
    }

    private ArrayDeque<Waiting> of(Waiting request) {
        int number = !isPrioritized
                ? 0
                : request.priority().isSaid() ? (int) request.priority().priority() : UNSAID;
        while (classes.size() <= number) {
            classes.add(new ArrayDeque<>(2));
        }
        return classes.get(number);
    }

    /** Returns the first one, or null. */
    @Nullable
    Waiting first() {
        for (int i = 0; i < classes.size(); i++) {
            Waiting first = classes.get(i).peek();
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    /** Lets the first one wait behind the others. */
    void rotate() {
        Waiting first = first();
        if (first != null) {
            ArrayDeque<Waiting> equals = of(first);
            equals.add(equals.remove());
        }
    }

    void removeFirst() {
        Waiting first = first();
        if (first != null) {
            of(first).remove();
            size--;
        }
    }

    /** Takes those out for which something is right. */
    void removeIf(Predicate<Waiting> isOver) {
        for (ArrayDeque<Waiting> equals : classes) {
            for (Iterator<Waiting> all = equals.iterator(); all.hasNext(); ) {
                if (isOver.test(all.next())) {
                    all.remove();
                    size--;
                }
            }
        }
    }

    /** Returns how many messages are wanted in all. */
    long wanted() {
        long sum = 0;
        for (ArrayDeque<Waiting> equals : classes) {
            for (Waiting request : equals) {
                sum += request.left();
            }
        }
        return sum;
    }

    /** Returns when something is to be done for one of them, or {@link Long#MAX_VALUE}. */
    long dueNanos() {
        long due = Long.MAX_VALUE;
        for (ArrayDeque<Waiting> equals : classes) {
            for (Waiting request : equals) {
                due = Math.min(due, request.dueNanos());
            }
        }
        return due;
    }
}
