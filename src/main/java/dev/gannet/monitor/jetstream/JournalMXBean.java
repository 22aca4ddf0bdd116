package dev.gannet.monitor.jetstream;

/** The journal as JMX shows it: everything that is acknowledged is in it first. Counts are from the server's start. */
public interface JournalMXBean {
    /** Whether messages can be made durable now. */
    boolean isWritable();

    /** Why not; empty while they can. */
    String getProblem();

    long getEntries();

    long getBytes();

    /** How often the disk was asked to keep what was written. */
    long getSyncs();

    /** How long that took together. */
    long getSyncMicros();

    int getFiles();

    /** The index of the last entry that is durable. */
    long getLastIndex();

    /** The directory of all streams. */
    String getStoreDirectory();

    /** How much streams on the disk may hold together. */
    long getStoreBytesMax();

    /** How much they hold. */
    long getStoreBytes();

    /** How much streams in memory may hold together. */
    long getMemoryBytesMax();

    /** How much they hold. */
    long getMemoryBytes();
}
