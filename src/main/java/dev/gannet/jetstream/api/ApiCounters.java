package dev.gannet.jetstream.api;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How many requests there were. Any thread. */
public final class ApiCounters {
    private final @Nullable ApiCounters all;
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();

    /** Counts those of all accounts. */
    ApiCounters() {
        this(null);
    }

    /**
     * @param all counts the same ones too, or null
     */
    ApiCounters(@Nullable ApiCounters all) {
        this.all = all;
    }

    /** Counts a request that has its answer. */
    void count(boolean failed) {
        total.incrementAndGet();
        if (failed) {
            errors.incrementAndGet();
        }
        if (all != null) {
            all.count(failed);
        }
    }

    public long total() {
        return total.get();
    }

    /** Returns how many of them could not be done. */
    public long errors() {
        return errors.get();
    }
}
