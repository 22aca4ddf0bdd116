package dev.gannet.jmx;

/** The journal as JMX shows it: everything that is acknowledged is in it first. Counts are from the server's start. */
@Description("The journal, in which everything is first that is acknowledged. Counts are from the server's start.")
public interface JournalMXBean {
    @Description("Whether messages can be made durable now")
    boolean isWritable();

    @Description("Why not; empty while they can")
    String getProblem();

    @Description("Entries that became durable")
    long getEntries();

    @Description("Bytes of those")
    long getBytes();

    @Description("How often the disk was asked to keep what was written")
    long getSyncs();

    @Description("Microseconds that that took together")
    long getSyncMicros();

    @Description("How often it could not be written")
    long getFailures();

    @Description("Its files")
    int getFiles();

    @Description("The index of the last entry that is durable")
    long getLastIndex();

    @Description("The directory of all streams")
    String getStoreDirectory();

    @Description("Bytes that streams on the disk may hold together")
    long getStoreBytesMax();

    @Description("Bytes that they hold")
    long getStoreBytes();

    @Description("Bytes that streams in memory may hold together")
    long getMemoryBytesMax();

    @Description("Bytes that they hold")
    long getMemoryBytes();

    @Description("How often damage was found, or a stream could not be read or written")
    long getFaults();

    @Description("The last 16 of those, oldest first")
    String[] getLatestFaults();
}
