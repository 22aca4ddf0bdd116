package dev.gannet.jetstream.delivery.pace;

/**
 * When the next message of a consumer may be sent: not before the gap has passed that was before it when it was published
 * (CO-109), and not so that more bytes are sent than its rate allows (CO-13).
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Units:</b> times are nanoseconds, those of messages of the day, others of the loop's clock.
 */
public final class Pace {
    /** A gap that is shorter is not repeated. */
    private static final long GAP_NANOS_MIN = 1_000_000L;

    private static final double BYTE_NANOS = 8e9;

    private final Settings settings;
    private final long burstNanos;
    private long waitsUntilNanos;
    private boolean isWaiting;
    private long gapSeq;
    private long lastTimeNanos;
    private long paidUntilNanos;
    private boolean isPaying;

    /**
     * What a consumer is told.
     *
     * @param repeatedUpTo the last message before which gaps are repeated; 0 is none
     * @param bitsPerSecond 0 is without a limit
     * @param burstBytes what may be sent at once
     */
    public record Settings(long repeatedUpTo, long bitsPerSecond, long burstBytes) {}

    public Pace(Settings settings) {
        this.settings = settings;
        this.burstNanos = settings.bitsPerSecond() == 0 ? 0 : nanos(settings.burstBytes());
    }

    private long nanos(long bytes) {
        return (long) (bytes * BYTE_NANOS / settings.bitsPerSecond());
    }

    /** Returns whether nothing may be sent now. */
    public boolean isWaiting(long nowNanos) {
        isWaiting &= nowNanos - waitsUntilNanos < 0;
        return isWaiting;
    }

    /** Returns until when nothing is sent, while that is so. */
    public long waitsUntilNanos() {
        return waitsUntilNanos;
    }

    /** Returns whether a message is to wait that is sent for the first time, for the gap before it. */
    public boolean isBeforeGap(long seq, long timeNanos, long nowNanos) {
        if (seq > settings.repeatedUpTo() || gapSeq == seq || lastTimeNanos == 0) {
            return false;
        }
        gapSeq = seq;
        long gap = timeNanos - lastTimeNanos;
        if (gap > GAP_NANOS_MIN) {
            waitUntil(nowNanos + gap);
        }
        return isWaiting;
    }

    /** Returns whether a message of this size is to wait for its bytes. */
    public boolean isTooMuch(long size, long nowNanos) {
        if (settings.bitsPerSecond() == 0) {
            return false;
        }
        long enough = paidUntil(nowNanos) + Math.min(burstNanos, nanos(size)); // One that is larger has to be sent too.
        if (enough - nowNanos > 0) {
            waitUntil(enough);
        }
        return isWaiting;
    }

    private long paidUntil(long nowNanos) {
        long earliest = nowNanos - burstNanos;
        return !isPaying || paidUntilNanos - earliest < 0 ? earliest : paidUntilNanos;
    }

    private void waitUntil(long atNanos) {
        waitsUntilNanos = atNanos;
        isWaiting = true;
    }

    /** A message was sent. */
    public void sent(long timeNanos, long size, long nowNanos) {
        lastTimeNanos = timeNanos;
        if (settings.bitsPerSecond() != 0) {
            paidUntilNanos = paidUntil(nowNanos) + nanos(size);
            isPaying = true;
        }
    }
}
