package dev.gannet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a consumer has got over several lives of a server, and what it has said of it. A confirmation says of everything
 * that was said and sent on the connection before that it lasts too, since one entry of the log says how a consumer is.
 *
 * <p><b>Owner:</b> the consumer's client while it works, then the test's thread, which joins it.
 */
public final class CrashConsumer {
    private static final int SHOWN = 5;

    private final CrashStream stream;
    private final Map<Long, Integer> counts = new HashMap<>();
    private final Map<Long, Integer> sureCounts = new HashMap<>();
    private final Set<Long> done = new HashSet<>();
    private final Set<Long> perhapsDone = new HashSet<>();
    private final Set<Long> doneBefore = new HashSet<>(); // In earlier lives: nothing of them is still on its way.
    private int confirmations;
    private int repeated;
    private int lowCounts;

    public CrashConsumer(CrashStream stream) {
        this.stream = stream;
    }

    public CrashStream stream() {
        return stream;
    }

    public String name() {
        return "of_" + stream.name();
    }

    /** What was sent before a kill comes again soon, though not sooner than a busy machine reads thousands of messages. */
    public String settings() {
        return "{\"stream_name\":\"" + stream.name() + "\",\"config\":{\"durable_name\":\"" + name()
                + "\",\"ack_policy\":\"explicit\",\"ack_wait\":1000000000,\"max_ack_pending\":-1}}";
    }

    /** A message has come, for the {@code count}th time as the server says. */
    public void delivered(long seq, int count) {
        assertThat(doneBefore)
                .as("%s: what was done before the kill, come again", name())
                .doesNotContain(seq);
        int before = counts.getOrDefault(seq, 0);
        assertThat(count)
                .as("%s: sequence %s has come %s times, was confirmed", name(), seq, before)
                .isGreaterThan(sureCounts.getOrDefault(seq, 0));
        lowCounts += count <= before ? 1 : 0;
        counts.put(seq, count);
    }

    /** It is about to be said that a message is done. */
    public void acknowledging(long seq) {
        perhapsDone.add(seq);
        if (isQueue()) {
            stream.deleting(seq);
        }
    }

    /** It is about to be asked that what was said last be confirmed; returns what is to be run when it is. */
    public Runnable toConfirm() {
        Set<Long> said = new HashSet<>(perhapsDone);
        Map<Long, Integer> counted = new HashMap<>(counts);
        return () -> confirmed(said, counted);
    }

    private void confirmed(Set<Long> said, Map<Long, Integer> counted) {
        confirmations++;
        if (isQueue()) {
            said.forEach(stream::deleted);
        }
        done.addAll(said);
        perhapsDone.removeAll(said);
        counted.forEach((seq, count) -> sureCounts.merge(seq, count, Math::max));
    }

    private boolean isQueue() {
        return stream.kind() == CrashStream.Kind.WORK;
    }

    /** What may still come: everything stored that is not done. */
    public void check(Set<Long> came, Set<Long> stored, String when) {
        assertThat(came.stream().filter(done::contains).limit(SHOWN).toList())
                .as("%s %s: confirmed, and come again", name(), when)
                .isEmpty();
        assertThat(stored.stream()
                        .filter(seq -> !came.contains(seq) && !done.contains(seq))
                        .filter(seq -> isQueue() || !perhapsDone.contains(seq))
                        .limit(SHOWN)
                        .toList())
                .as("%s %s: not acknowledged, and skipped", name(), when)
                .isEmpty();
        repeated += (int) came.stream().filter(perhapsDone::contains).count();
        perhapsDone.removeAll(came);
        done.addAll(perhapsDone);
        perhapsDone.clear();
        doneBefore.addAll(done);
    }

    /** Returns what is confirmed to be done. */
    public Set<Long> done() {
        return new HashSet<>(done);
    }

    public int confirmations() {
        return confirmations;
    }

    /** Returns how many messages came again whose acknowledgement was sent, and not confirmed. */
    public int repeated() {
        return repeated;
    }

    /** Returns how many messages came again with a count that the client knew to be too low. */
    public int lowCounts() {
        return lowCounts;
    }
}
