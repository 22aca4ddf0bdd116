package dev.gannet.jetstream.stream;

/**
 * Is told what becomes of a shard at work, while that happens, on its stream loop. It must not change anything there and
 * then, but note it, and do so later in the same turn or in another.
 */
public interface ShardWatcher {
    /** A message is stored. What it is made of is good for the time of the call. */
    void stored(Stream stream, long seq, StoredParts parts);

    /** A message is about to go; until then all can be asked about it, and its subject is in memory. */
    void removing(Stream stream, long seq);

    /** All messages below a sequence are gone, and maybe others: what was counted has to be counted again. */
    void removedBelow(Stream stream, long seq);

    /** There is something to be written into the log; it is told once until that is taken. */
    void progressed(Stream stream);
}
