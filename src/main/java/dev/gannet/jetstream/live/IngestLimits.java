package dev.gannet.jetstream.live;

/**
 * How much may wait to be stored (ST-98).
 *
 * @param messages of one stream
 * @param bytes of headers and payload of one stream's
 * @param allBytes of the streams of a shard together
 */
public record IngestLimits(long messages, long bytes, long allBytes) {
    private static final long MESSAGES = 100_000;
    private static final long BYTES = 128L << 20;
    private static final int MEMORY_SHARE = 4;

    /** Returns limits of which zero is the usual, for a JVM with so much memory. */
    public static IngestLimits of(long messages, long bytes, long memoryBytes) {
        return new IngestLimits(
                messages == 0 ? MESSAGES : messages, bytes == 0 ? BYTES : bytes, memoryBytes / MEMORY_SHARE);
    }
}
