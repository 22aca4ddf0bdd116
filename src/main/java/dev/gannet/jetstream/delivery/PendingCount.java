package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.consumer.LastMessages;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.store.subjects.SubjectFilter;
import java.util.List;

/**
 * How many messages are still to be sent to a consumer (CO-175): counted once, and along from then on.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class PendingCount {
    private static final int AT_A_TIME = 1 << 16;
    private static final long INTERVAL_NANOS = 50_000_000L;

    private final MessageStore store;
    private final ConsumerState state;
    private final List<String> filters;
    private final SubjectFilter[] parsed;
    private final FilterGroup group;
    private boolean isRight;
    private boolean isCounted;
    private long nextNanos;
    private long count; // Without what has come since.
    private long cameThen;
    private long at; // Where counting one by one goes on.

    /**
     * Counts nothing yet.
     *
     * @param group of the filters; of several, one that counts nothing
     */
    PendingCount(MessageStore store, ConsumerState state, List<String> filters, FilterGroup group) {
        this.store = store;
        this.state = state;
        this.filters = filters;
        this.parsed = filters.stream().map(SubjectFilter::of).toArray(SubjectFilter[]::new);
        this.group = group;
    }

    /** Returns the number, as it was known last and counted along since. */
    long known() {
        return state.nextSeq() > store.lastSeq() ? 0 : Math.max(0, count + group.came() - cameThen);
    }

    boolean isRight() {
        return isRight;
    }

    /** Returns whether it was not counted just before; what is not right is not far off. */
    boolean isTime(long nowNanos) {
        return !isCounted || nowNanos - nextNanos >= 0;
    }

    /** It has to be counted anew. */
    void spoil() {
        isRight = false;
        at = 0;
    }

    void add(long more) {
        count += more;
    }

    /**
     * Counts, if that is to be done.
     *
     * @throws NotInMemoryException if it is to be called again
     */
    void count(long nowNanos) {
        if (isRight) {
            return;
        }
        nextNanos = nowNanos + INTERVAL_NANOS;
        LastMessages lasts = state.lasts();
        long from = state.nextSeq();
        if (from > store.lastSeq() + 1) {
            set(0); // What comes next is not for it yet, and must not be counted along.
            isRight = false;
            isCounted = false;
            return;
        }
        if (filters.isEmpty() && lasts == null) {
            set(store.messagesFrom(from));
        } else if (lasts != null) {
            countLasts(lasts, from);
        } else if (from <= store.firstSeq() && filters.size() == 1) {
            set(store.messages(filters.get(0)));
        } else if (from > store.lastSeq()) {
            set(0);
        } else {
            countOneByOne(from);
        }
    }

    private void set(long exact) {
        count = exact;
        cameThen = group.came();
        isRight = true;
        isCounted = true;
        at = 0;
    }

    private void countLasts(LastMessages lasts, long from) {
        if (at == 0) {
            count = 0;
            for (long seq = lasts.next(from); seq != 0; seq = lasts.next(seq + 1)) {
                count += store.has(seq) ? 1 : 0;
            }
            at = lasts.upTo() + 1;
        }
        countOn();
    }

    private void countOneByOne(long from) {
        if (at == 0) {
            count = 0;
            at = from;
        }
        countOn();
    }

    private void countOn() {
        long seq = next();
        for (int i = 0; seq != 0; i++) {
            count++;
            at = seq + 1;
            if (i == AT_A_TIME) {
                throw new NotInMemoryException(Fetch.nothing());
            }
            seq = next();
        }
        set(count);
    }

    private long next() {
        if (at > store.lastSeq()) {
            return 0;
        }
        if (parsed.length == 0) {
            return store.nextSeq(at);
        }
        long lowest = 0;
        for (SubjectFilter filter : parsed) {
            long next = store.next(filter, at);
            lowest = lowest == 0 || (next != 0 && next < lowest) ? next : lowest;
        }
        return lowest;
    }
}
