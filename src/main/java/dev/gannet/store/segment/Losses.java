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
        add(seq, seq, 1, what);
    }

    /** So many messages between two sequences, both included, are damaged. */
    void add(long firstSeq, long lastSeq, long messages, String what) {
        boolean fresh = false;
        for (long seq = firstSeq; seq <= lastSeq && sequences.size() < REMEMBERED_MAX; seq++) {
            fresh |= sequences.add(seq);
        }
        if (fresh || (sequences.size() >= REMEMBERED_MAX && !sequences.contains(firstSeq))) {
            String which = firstSeq == lastSeq ? "message " + firstSeq : "messages " + firstSeq + " to " + lastSeq;
            log.error(directory + ": " + which + " lost: " + what);
            listener.lost(directory, firstSeq, lastSeq, messages, what);
        }
    }

    long[] sequences() {
        return sequences.stream().mapToLong(Long::longValue).toArray();
    }
}
