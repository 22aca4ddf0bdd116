package dev.gannet.jetstream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What was sent to consumers and said of it, since the start.
 *
 * <p><b>Owner:</b> one thread at a time counts, the stream loop; any thread may look, and may see the last a moment later.
 *
 * <p><b>Hot path:</b> counting allocates nothing and waits for nobody.
 */
public final class DeliveryCounts {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong sentAgain = new AtomicLong();
    private final AtomicLong acks = new AtomicLong();
    private final AtomicLong naks = new AtomicLong();
    private final AtomicLong terms = new AtomicLong();

    /**
     * What was counted until one moment.
     *
     * @param sent messages that were sent for the first time
     * @param sentAgain messages that were sent once more
     * @param acks how often somebody said that a message is done
     * @param naks how often that it is to come again
     * @param terms how often that it is to come no more
     */
    public record Totals(long sent, long sentAgain, long acks, long naks, long terms) {}

    /** A message was sent. */
    public void countSent(boolean isAgain) {
        increment(isAgain ? sentAgain : sent);
    }

    public void countAck() {
        increment(acks);
    }

    public void countNak() {
        increment(naks);
    }

    public void countTerm() {
        increment(terms);
    }

    private static void increment(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    public Totals totals() {
        return new Totals(
                sent.getAcquire(), sentAgain.getAcquire(), acks.getAcquire(), naks.getAcquire(), terms.getAcquire());
    }
}
