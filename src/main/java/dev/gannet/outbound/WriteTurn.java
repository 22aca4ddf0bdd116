package dev.gannet.outbound;

/**
 * One write to a peer: what waited when the one before was done. A write deadline is the time for one of them, however many
 * bytes it has, so that what comes to wait meanwhile has a deadline of its own.
 *
 * <p><b>Owner:</b> guarded by its outbox's lock. <b>Units:</b> bytes; the loops' clock.
 */
final class WriteTurn {
    long sinceNanos;
    long writtenBytes;
    private long leftBytes;

    /** Some bytes are written of a write that has just begun, and some are left of it. */
    void begin(long nowNanos, long left, long written) {
        sinceNanos = nowNanos;
        leftBytes = left;
        writtenBytes = written;
    }

    /** More is written, and {@code pendingBytes} wait in all. What is more than this write's is the next one's. */
    void wrote(long nowNanos, long bytes, long pendingBytes) {
        if (bytes < leftBytes) {
            leftBytes -= bytes;
            writtenBytes += bytes;
            return;
        }
        begin(nowNanos, pendingBytes, bytes - leftBytes);
    }
}
