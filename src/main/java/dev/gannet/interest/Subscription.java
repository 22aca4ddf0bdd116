package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Words;
import dev.gannet.outbound.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * One {@code SUB} of one connection: a subject filter, a queue name or none, and the client's own id for it.
 *
 * <p>What an account imports stands among its subscriptions, or those of the exporter, as an extension of this class, which
 * no delivery is made to.
 *
 * <p>Texts from the wire are ISO-8859-1 strings: one char is one byte, so that any byte sequence survives.
 *
 * <p><b>Owner:</b> immutable but for the counters. {@code delivered} has one slot for each event loop, written by that
 * loop alone; {@code deliveriesMax} is written by the connection's loop.
 */
public class Subscription extends Slotted {
    private final Subscriber subscriber;
    private final Outbox outbox;
    private final String subject;
    private final @Nullable String queue;
    private final String sid;
    private final long[] sidWords;
    private final int sidLength;
    private final long[] delivered;
    private volatile long deliveriesMax;
    private volatile boolean closed;

    public Subscription(Subscriber subscriber, String subject, @Nullable String queue, String sid) {
        this.subscriber = subscriber;
        this.outbox = subscriber.outbox();
        this.subject = subject;
        this.queue = queue;
        this.sid = sid;
        byte[] rendered = (sid + " ").getBytes(ISO_8859_1);
        this.sidLength = rendered.length;
        this.sidWords = Words.of(rendered);
        this.delivered = new long[outbox.loops()];
    }

    public final Subscriber subscriber() {
        return subscriber;
    }

    public final Outbox outbox() {
        return outbox;
    }

    /** Returns the filter, with wildcards, as it came from the wire. */
    public final String subject() {
        return subject;
    }

    public final @Nullable String queue() {
        return queue;
    }

    public final String sid() {
        return sid;
    }

    /** Returns the sid and the space behind it as words, for a {@code MSG} line. */
    public final long[] sidWords() {
        return sidWords;
    }

    /** Returns how many bytes of {@link #sidWords()} count. */
    public final int sidLength() {
        return sidLength;
    }

    /** Counts deliveries made by an event loop; called on that loop only. */
    public final void delivered(int loop, int messages) {
        delivered[loop] += messages;
    }

    /** Returns how many messages were delivered so far; from another loop than the counting one a recent figure. */
    public final long delivered() {
        long sum = 0;
        for (long count : delivered) {
            sum += count;
        }
        return sum;
    }

    /** Ends the subscription after this many deliveries in all; zero takes the limit away. */
    public final synchronized void limitDeliveries(long max) {
        deliveriesMax = max;
    }

    /**
     * Counts one delivery of a limited subscription, if there is one left.
     *
     * @return how many are left after it, or -1 if none was left
     */
    public final synchronized long takeDelivery(int loop) {
        long left = deliveriesMax - delivered();
        if (left <= 0) {
            return -1;
        }
        delivered(loop, 1);
        return left - 1;
    }

    /** Returns after how many deliveries it ends, or zero for never. */
    public final long deliveriesMax() {
        return deliveriesMax;
    }

    /** Marks the subscription as gone: nothing is delivered under it any more. */
    public final void close() {
        closed = true;
    }

    public final boolean isClosed() {
        return closed;
    }
}
