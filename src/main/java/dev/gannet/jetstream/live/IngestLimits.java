package dev.gannet.jetstream.live;

/** How much of one stream may wait to be stored: messages, and bytes of headers and payload (ST-98). */
public record IngestLimits(long messages, long bytes) {
    private static final long MESSAGES = 100_000;
    private static final long BYTES = 128L << 20;

    /** Returns limits of which zero is the usual. */
    public static IngestLimits of(long messages, long bytes) {
        return new IngestLimits(messages == 0 ? MESSAGES : messages, bytes == 0 ? BYTES : bytes);
    }
}
