package dev.gannet.shard;

import dev.gannet.base.Histogram;
import java.util.List;

/**
 * How long the journal takes, and how much it does at once, since it was opened.
 *
 * <p><b>Owner:</b> the journal's thread records; any thread may look.
 */
public final class JournalTimes {
    private static final long[] NANOS = {
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        500_000_000,
        1_000_000_000,
        2_500_000_000L,
        10_000_000_000L
    };
    private static final long[] ENTRIES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000};
    private static final long[] BYTES = {
        256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20
    };

    private final Histogram commitNanos = new Histogram(NANOS);
    private final Histogram syncNanos = new Histogram(NANOS);
    private final Histogram groupEntries = new Histogram(ENTRIES);
    private final Histogram groupBytes = new Histogram(BYTES);

    /** A group is durable, at this time. */
    void committed(List<EntryBatch> group, long bytes, long tookNanos, long nowNanos) {
        long entries = 0;
        for (int i = 0; i < group.size(); i++) {
            EntryBatch batch = group.get(i);
            entries += batch.count();
            commitNanos.record(nowNanos - batch.handedOverNanos(), batch.count());
        }
        syncNanos.record(tookNanos);
        groupEntries.record(entries);
        groupBytes.record(bytes);
    }

    /** Returns how long each entry was on its way, from when it was handed over until it was durable. */
    public Histogram.Values commitNanos() {
        return commitNanos.values();
    }

    /** Returns how long the disk took each time to keep what was written. */
    public Histogram.Values syncNanos() {
        return syncNanos.values();
    }

    /** Returns how many entries became durable at once. */
    public Histogram.Values groupEntries() {
        return groupEntries.values();
    }

    /** Returns how many bytes those were. */
    public Histogram.Values groupBytes() {
        return groupBytes.values();
    }
}
