package dev.gannet.store.segment;

/** How many bytes a message counts for (ST-126). It is what nats-server says, whatever the message takes here. */
public enum MessageSize {
    FILE(30, 4),
    MEMORY(16, 0);

    private final int fixed;
    private final int forHeaders;

    MessageSize(int fixed, int forHeaders) {
        this.fixed = fixed;
        this.forHeaders = forHeaders;
    }

    /** Returns the bytes that a message counts for; {@code bytes} are those of subject, headers and payload. */
    public long of(long bytes, boolean hasHeaders) {
        return fixed + bytes + (hasHeaders ? forHeaders : 0);
    }
}
