package dev.gannet.base;

import java.util.HashMap;
import java.util.Map;

/**
 * Knows which lines of the log were written a moment ago, so that what happens to many clients at the same time is said
 * once a second (CF-245). At most {@value #LINES_MAX} lines are known; while there are more, all are new.
 *
 * <p><b>Owner:</b> any thread, under this object's lock.
 */
public final class Repeats {
    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final int LINES_MAX = 256;

    private final Clock clock;
    private final Map<String, Long> seenNanos = new HashMap<>();

    public Repeats(Clock clock) {
        this.clock = clock;
    }

    /** Returns whether the line was not written in the last second, and takes note that it is written now. */
    public synchronized boolean isNew(String line) {
        long now = clock.nanoTime();
        Long seen = seenNanos.get(line);
        if (seen != null && now - seen < PERIOD_NANOS) {
            return false;
        }
        if (seenNanos.size() >= LINES_MAX) {
            seenNanos.values().removeIf(nanos -> now - nanos >= PERIOD_NANOS);
        }
        if (seenNanos.size() < LINES_MAX) {
            seenNanos.put(line, now);
        }
        return true;
    }
}
