package dev.gannet.jetstream.delivery;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * The messages that are to be sent again, in the order in which that became due.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Redeliveries {
    private final ArrayDeque<Long> order = new ArrayDeque<>(2);
    private final Set<Long> all = new HashSet<>(2);

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    boolean has(long seq) {
        return !all.isEmpty() && all.contains(seq);
    }

    void add(long seq) {
        if (all.add(seq)) {
            order.add(seq);
        }
    }

    /** It could not be sent just now. */
    void putBack(long seq) {
        if (all.add(seq)) {
            order.addFirst(seq);
        }
    }

    void remove(long seq) {
        if (!all.isEmpty() && all.remove(seq) && all.isEmpty()) {
            order.clear();
        }
    }

    /** Returns the next one and forgets it, or 0. */
    long take() {
        for (Long next = order.poll(); next != null; next = order.poll()) {
            if (all.remove(next)) {
                return next;
            }
        }
        return 0;
    }

    void clear() {
        order.clear();
        all.clear();
    }
}
