package dev.gannet.store.segment;

import dev.gannet.base.ServerLog;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a store has found damaged: told once, logged once, and remembered up to a bound. Any thread. */
public final class Losses {
    private static final int REMEMBERED_MAX = 10_000;

    private final String directory;
    private final DamageListener listener;
    private final ServerLog log;
    private final AtomicReference<@Nullable String> returned = new AtomicReference<>();
    private final ConcurrentSkipListSet<Long> sequences = new ConcurrentSkipListSet<>();

    Losses(String directory, DamageListener listener, ServerLog log) {
        this.directory = directory;
        this.listener = listener;
        this.log = log;
    }

    /** One message is damaged. */
    void add(long seq, String what) {
        add(new long[] {seq}, what);
    }

    /** These messages, of which there are some and in their order, are damaged. */
    void add(long[] lost, String what) {
        boolean fresh = sequences.size() >= REMEMBERED_MAX && !sequences.contains(lost[0]);
        for (int i = 0; i < lost.length && sequences.size() < REMEMBERED_MAX; i++) {
            fresh |= sequences.add(lost[i]);
        }
        if (fresh) {
            long first = lost[0];
            long last = lost[lost.length - 1];
            listener.lost(directory, first, last, lost.length, what);
        }
    }

    /** A message is removed: if it was lost, nobody misses it any more. */
    void gone(long seq) {
        if (!sequences.isEmpty()) {
            sequences.remove(seq);
        }
    }

    /** Returns whether a message was lost, and not removed since. */
    public boolean has(long seq) {
        return sequences.contains(seq);
    }

    /** Messages that were removed may be there again. */
    void back(String what) {
        returned.set(what);
        log.error(directory + ": " + what);
    }

    /** Returns the sequences of lost messages, up to a bound. */
    public long[] sequences() {
        return sequences.stream().mapToLong(Long::longValue).toArray();
    }

    /** Returns what is wrong with a stream by that, or null; what was lost below its first sequence is not. */
    public @Nullable String problem(long firstSeq) {
        Long first = sequences.ceiling(firstSeq);
        String back = returned.get();
        return first == null
                ? back
                : "has lost messages: " + sequences.tailSet(firstSeq).size() + ", the first is " + first;
    }
}
