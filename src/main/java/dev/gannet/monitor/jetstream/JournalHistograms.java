package dev.gannet.monitor.jetstream;

import dev.gannet.base.Histogram;

/**
 * How long the journal takes, and how much it does at once, since the start of the server.
 *
 * @param commitNanos of each entry, from when it was handed over until it was durable
 * @param syncNanos of the disk, each time that it was asked to keep what was written
 * @param groupEntries how many entries became durable at once
 * @param groupBytes how many bytes those were
 */
public record JournalHistograms(
        Histogram.Values commitNanos,
        Histogram.Values syncNanos,
        Histogram.Values groupEntries,
        Histogram.Values groupBytes) {
    public static final JournalHistograms NONE = new JournalHistograms(
            Histogram.Values.NONE, Histogram.Values.NONE, Histogram.Values.NONE, Histogram.Values.NONE);
}
