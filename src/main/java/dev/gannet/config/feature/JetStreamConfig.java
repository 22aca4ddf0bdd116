package dev.gannet.config.feature;

import java.time.Duration;

/**
 * Streams: the block {@code jetstream} (CF-154..170).
 *
 * @param isOn whether there are any
 * @param storeDirectory where they are kept; empty is a folder for what is temporary
 * @param maxMemoryBytes most bytes in memory; {@link #AS_MUCH_AS_THERE_IS} is three quarters of the machine's
 * @param maxStoreBytes most bytes on disk; {@link #AS_MUCH_AS_THERE_IS} is three quarters of what is free
 * @param domain its name space over leaf nodes; empty is none
 * @param extensionHint whether another cluster's JetStream is extended: {@code will_extend}, {@code no_extend}, or empty
 * @param uniqueTag of servers with the same tag that begins so, only one holds a replica; empty is any
 * @param isStrict whether requests with fields that there are not are errors
 * @param sync when what was written is made durable
 * @param encryption how what is on disk is encrypted
 * @param limits for all accounts
 * @param queues how much may wait
 * @param meta when the cluster's own log is made short
 */
public record JetStreamConfig(
        boolean isOn,
        String storeDirectory,
        long maxMemoryBytes,
        long maxStoreBytes,
        String domain,
        String extensionHint,
        String uniqueTag,
        boolean isStrict,
        Sync sync,
        JetStreamEncryption encryption,
        JetStreamLimits limits,
        Queues queues,
        Meta meta) {
    public static final long AS_MUCH_AS_THERE_IS = -1;

    /**
     * When what was written is made durable.
     *
     * @param always whether with each message
     */
    public record Sync(Duration interval, boolean always) {
        public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(2);
        public static final Sync DEFAULT = new Sync(DEFAULT_INTERVAL, false);
    }

    /**
     * How much may wait, and how much is done beside what is asked for.
     *
     * @param requests requests to the API
     * @param infoRequests those that only ask
     * @param catchupBytes what is sent to replicas that have missed something; zero is the usual
     * @param bufferedBytes of a stream's messages that are not stored yet; zero is the usual
     * @param bufferedMessages how many of them; zero is the usual
     * @param concurrentIo operations on files at a time
     * @param scrubBytes how much of what is stored is read again for damage, in a second; zero is nothing
     */
    public record Queues(
            long requests,
            long infoRequests,
            long catchupBytes,
            long bufferedBytes,
            int bufferedMessages,
            int concurrentIo,
            long scrubBytes) {
        public static final long SCRUB_BYTES_MAX = 1L << 30;
        public static final long DEFAULT_SCRUB_BYTES = 4L << 20;
        public static final long DEFAULT_REQUESTS = 10_000;
        public static final int CONCURRENT_IO_MIN = 4;
        public static final int CONCURRENT_IO_MAX = 8192;
        public static final int DEFAULT_CONCURRENT_IO = 4096;
        public static final Queues DEFAULT =
                new Queues(DEFAULT_REQUESTS, DEFAULT_REQUESTS, 0, 0, 0, DEFAULT_CONCURRENT_IO, DEFAULT_SCRUB_BYTES);

        public Queues {
            if (concurrentIo < CONCURRENT_IO_MIN || concurrentIo > CONCURRENT_IO_MAX) {
                throw new IllegalArgumentException("concurrentIo: " + concurrentIo + " (expected: 4 to 8192)");
            }
            if (scrubBytes < 0 || scrubBytes > SCRUB_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "scrubBytes: " + scrubBytes + " (expected: 0 to " + SCRUB_BYTES_MAX + ")");
            }
        }
    }

    /**
     * When the cluster's log is made short.
     *
     * @param entries from how many entries on; zero is whenever there is something to gain
     * @param bytes from how many bytes on; zero is the same
     * @param waits whether the log waits for it
     */
    public record Meta(long entries, long bytes, boolean waits) {
        public static final Meta DEFAULT = new Meta(0, 0, false);

        public Meta {
            if (entries < 0 || bytes < 0) {
                throw new IllegalArgumentException("meta: " + entries + ", " + bytes + " (expected: >= 0)");
            }
        }
    }

    private static final JetStreamConfig OFF = new JetStreamConfig(
            false,
            "",
            AS_MUCH_AS_THERE_IS,
            AS_MUCH_AS_THERE_IS,
            "",
            "",
            "",
            true,
            Sync.DEFAULT,
            JetStreamEncryption.NONE,
            JetStreamLimits.DEFAULT,
            Queues.DEFAULT,
            Meta.DEFAULT);

    /** Returns these as they are while there are no streams. */
    public JetStreamConfig whileOff() {
        return new JetStreamConfig(
                false,
                storeDirectory,
                maxMemoryBytes,
                maxStoreBytes,
                domain,
                extensionHint,
                uniqueTag,
                isStrict,
                sync,
                encryption,
                limits,
                queues,
                meta);
    }

    public static JetStreamConfig off() {
        return OFF;
    }
}
