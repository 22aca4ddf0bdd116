package dev.gannet.store.segment;

import dev.gannet.base.ServerLog;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What a store has found damaged: told once, logged once, and remembered up to a bound. Any thread. */
final class Losses {
    private static final int REMEMBERED_MAX = 10_000;

    private final String directory;
    private final DamageListener listener;
    private final ServerLog log;
    private final Set<Long> sequences = new ConcurrentSkipListSet<>();

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
            log.error(
                    directory + ": " + lost.length + " messages from " + first + " to " + last + " are lost: " + what);
            listener.lost(directory, first, last, lost.length, what);
        }
    }

    long[] sequences() {
        return sequences.stream().mapToLong(Long::longValue).toArray();
    }
}
