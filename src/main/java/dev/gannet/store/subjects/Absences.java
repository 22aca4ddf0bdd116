package dev.gannet.store.subjects;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ranges of sequences that are known to have no message of a subject, or of a filter: who has to stop looking, because
 * the disk is needed, goes on there. It stays true: messages come with sequences above all that there are.
 *
 * <p><b>Owner:</b> the stream loop of the store.
 */
public final class Absences {
    private static final int KEPT_MAX = 64;

    private final Map<Object, long[]> ranges = new LinkedHashMap<>(16, 0.75f, true);

    /** There is nothing from {@code first} to {@code last}, both inclusive. */
    public void add(Object of, long first, long last) {
        if (last < first) {
            return;
        }
        long[] known = ranges.get(of);
        boolean isNear = known != null && first <= known[1] + 1 && last >= known[0] - 1;
        long[] range = isNear && known != null
                ? new long[] {Math.min(first, known[0]), Math.max(last, known[1])}
                : new long[] {first, last};
        ranges.put(of, range);
        if (ranges.size() > KEPT_MAX) {
            ranges.remove(ranges.keySet().iterator().next());
        }
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Returns the first sequence from {@code from} on that may have one. */
    public long from(Object of, long from) {
        long[] known = ranges.get(of);
        return known != null && from >= known[0] && from <= known[1] ? known[1] + 1 : from;
    }

    /** Returns the last sequence up to {@code upTo} that may have one. */
    public long upTo(Object of, long upTo) {
        long[] known = ranges.get(of);
        return known != null && upTo >= known[0] && upTo <= known[1] ? known[0] - 1 : upTo;
    }
}
