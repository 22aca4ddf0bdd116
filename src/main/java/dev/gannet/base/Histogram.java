package dev.gannet.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many values there were up to each of a few bounds.
 *
 * <p><b>Owner:</b> one thread at a time records; any thread may look, and may see the last value a moment later.
 *
 * <p><b>Hot path:</b> recording allocates nothing and waits for nobody.
 */
public final class Histogram {
    private final long[] bounds;
    private final AtomicLongArray counts; // One for each bound, one for what is above, and the sum.

    /** Makes an empty one; {@code bounds} grow, and a value belongs to the first that is not below it. */
    public Histogram(long... bounds) {
        for (int i = 1; i < bounds.length; i++) {
            if (bounds[i] <= bounds[i - 1]) {
                throw new IllegalArgumentException("bounds: " + Arrays.toString(bounds) + " (expected: growing)");
            }
        }
        this.bounds = bounds.clone();
        this.counts = new AtomicLongArray(bounds.length + 2);
    }

    /**
     * What there was at one moment.
     *
     * @param bounds as they were given
     * @param counts how many values belong to each bound, and to none
     * @param sum of the values
     */
    public record Values(List<Long> bounds, List<Long> counts, long sum) {
        public static final Values NONE = new Values(List.of(), List.of(0L), 0);

        public Values {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }

        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    public void record(long value) {
        record(value, 1);
    }

    /** Records the same value several times. */
    public void record(long value, long times) {
        int at = 0;
        while (at < bounds.length && value > bounds[at]) {
            at++;
        }
        add(at, times);
        add(bounds.length + 1, value * times);
    }

    private void add(int at, long amount) {
        counts.setRelease(at, counts.getPlain(at) + amount);
    }

    /** Returns what was recorded until now. */
    public Values values() {
        List<Long> now = new ArrayList<>(bounds.length + 1);
        for (int i = 0; i <= bounds.length; i++) {
            now.add(counts.getAcquire(i));
        }
        return new Values(Arrays.stream(bounds).boxed().toList(), now, counts.getAcquire(bounds.length + 1));
    }
}
