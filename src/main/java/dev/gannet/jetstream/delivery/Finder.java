package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.consumer.LastMessages;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.store.subjects.SubjectFilter;
import java.util.List;

/**
 * Finds the next message that a consumer wants: by its filters, through the indexes of subjects.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Finder {
    private final MessageStore store;
    private final ConsumerState state;
    private final SubjectFilter[] filters;
    private final long[] lowest; // Of each filter: there is nothing below this.

    Finder(MessageStore store, ConsumerState state, List<String> filters) {
        this.store = store;
        this.state = state;
        this.filters = filters.stream().map(SubjectFilter::of).toArray(SubjectFilter[]::new);
        this.lowest = new long[this.filters.length];
    }

    /**
     * Returns the next message, or 0 if all are looked at.
     *
     * @throws dev.gannet.store.fetch.NotInMemoryException if it is to be called again
     */
    long next() {
        LastMessages lasts = state.lasts();
        if (lasts != null) {
            long next = lasts.next(state.nextSeq());
            if (next != 0) {
                return next;
            }
            state.skipTo(lasts.upTo() + 1);
        }
        long from = state.nextSeq();
        if (from > store.lastSeq()) {
            return 0;
        }
        long next = next(from);
        if (next == 0) {
            state.skipTo(store.lastSeq() + 1);
        }
        return next;
    }

    private long next(long from) {
        if (filters.length == 0) {
            return store.nextSeq(from);
        }
        return filters.length == 1 ? store.next(filters[0], from) : nextOfSeveral(from);
    }

    /** Of several filters, the one is asked that can have the lowest, until it has it. */
    private long nextOfSeveral(long from) {
        while (true) {
            int at = 0;
            for (int i = 1; i < filters.length; i++) {
                at = Math.max(from, lowest[i]) < Math.max(from, lowest[at]) ? i : at;
            }
            long asked = Math.max(from, lowest[at]);
            if (asked > store.lastSeq()) {
                return 0;
            }
            long next = store.next(filters[at], asked);
            if (next == asked) {
                return next;
            }
            lowest[at] = next == 0 ? store.lastSeq() + 1 : next;
        }
    }

    /** The stream or where the consumer is has changed otherwise than by going on. */
    void reset() {
        java.util.Arrays.fill(lowest, 0);
    }
}
