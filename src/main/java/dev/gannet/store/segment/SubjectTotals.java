package dev.gannet.store.segment;

/**
 * What a store knows of one subject. One is filled again and again.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class SubjectTotals {
    private long firstSeq;
    private long lastSeq;
    private long messages;

    /** Returns the lowest sequence of a message with the subject. */
    public long firstSeq() {
        return firstSeq;
    }

    /** Returns the highest sequence of a message with the subject. */
    public long lastSeq() {
        return lastSeq;
    }

    public long messages() {
        return messages;
    }

    void set(long newFirstSeq, long newLastSeq, long newMessages) {
        firstSeq = newFirstSeq;
        lastSeq = newLastSeq;
        messages = newMessages;
    }
}
