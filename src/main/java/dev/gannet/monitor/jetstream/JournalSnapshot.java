package dev.gannet.monitor.jetstream;

/**
 * The journal at one moment. Counts are from the start of the server.
 *
 * @param entries how many entries became durable
 * @param bytes how many bytes that were
 * @param syncs how often the disk was asked to make them so
 * @param syncNanos how long that took together
 * @param files how many files it has
 * @param firstIndex the index of the first entry that it still has
 * @param lastIndex that of the last durable one
 * @param failures how many groups of entries could not be made durable
 */
public record JournalSnapshot(
        long entries,
        long bytes,
        long syncs,
        long syncNanos,
        int files,
        long firstIndex,
        long lastIndex,
        long failures) {
    public static final JournalSnapshot NONE = new JournalSnapshot(0, 0, 0, 0, 0, 0, 0, 0);
}
