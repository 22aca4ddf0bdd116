package dev.gannet.jetstream.consumer;

import dev.gannet.jetstream.config.consumer.AckPolicy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer is: what was sent last, up to where all is done, and what was sent and is not done. It may be ahead of
 * the log: what has changed since it was written last is noted.
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Units:</b> times are nanoseconds since 1970; 0 is never. Sequences are at least 1; 0 is none.
 */
public final class ConsumerState {
    private final Consumer consumer;
    private final PendingMessages messages = new PendingMessages();
    private final Sequences notes = new Sequences();
    private @Nullable LastMessages lasts;
    private long epoch;
    private long next = 1;
    private long lastSent; // What is skipped behind it is not counted as sent; that need not last.
    private long sent;
    private long floorConsumerSeq;
    private long floorStreamSeq;
    private long sentNanos;
    private long ackedNanos;
    private boolean isChanged;
    private boolean isEachToSay; // Also of what is done up to where all is: some had been given up.

    ConsumerState(Consumer consumer) {
        this.consumer = consumer;
    }

    /**
     * It begins, or begins anew.
     *
     * @param first the sequence that it begins with
     * @param begin the messages it begins with, or null if all count that the filters match
     */
    public void start(long first, @Nullable LastMessages begin) {
        next = Math.max(1, first);
        lastSent = next - 1;
        lasts = begin;
        sent = 0;
        floorConsumerSeq = 0;
        floorStreamSeq = next - 1;
        sentNanos = 0;
        ackedNanos = 0;
        messages.clear();
        notes.removeFirst(notes.size());
        changed();
    }

    /** It begins anew (CO-172): what was noted before, and is in the log behind this, is of no more interest. */
    public void reset(long seq) {
        epoch++;
        start(seq, null);
    }

    // What was sent

    /** Returns the lowest sequence that was not looked at yet. */
    public long nextSeq() {
        return next;
    }

    /** Returns the messages that it begins with, or null if all count that the filters match. */
    public @Nullable LastMessages lasts() {
        LastMessages list = lasts;
        if (list != null && next > list.upTo()) {
            lasts = null;
            return null;
        }
        return list;
    }

    /** Returns its own sequence of what was sent last. */
    public long sentConsumerSeq() {
        return sent;
    }

    /** Returns the stream's sequence of what was sent last, or below which it has begun. */
    public long sentStreamSeq() {
        return lastSent;
    }

    /** Returns how often it has begun anew. */
    public long epoch() {
        return epoch;
    }

    public long sentNanos() {
        return sentNanos;
    }

    /** Returns how many messages are sent and not done. */
    public int pending() {
        return messages.pending();
    }

    /** Returns of how many messages it is known that they were sent more than once, or are given up. */
    public int redelivered() {
        return messages.redelivered();
    }

    /** There is nothing for it below a sequence; that is not written by itself. */
    public void skipTo(long seq) {
        next = Math.max(next, seq);
    }

    /** A message is sent for the first time; returns the consumer's own sequence for it. */
    public long deliver(long seq, long nowNanos) {
        if (seq < next) {
            throw new IllegalArgumentException("seq: " + seq + " (expected: at least " + next + ")");
        }
        next = seq + 1;
        lastSent = seq;
        sent++;
        sentNanos = nowNanos;
        if (policy() == AckPolicy.NONE) {
            floorConsumerSeq = sent;
            floorStreamSeq = seq;
            changed();
            done(seq);
        } else {
            messages.put(seq, sent, nowNanos, 1);
            changed(seq);
        }
        return sent;
    }

    /** A message that is waited for is sent again; returns the consumer's own sequence for it. */
    public long redeliver(long seq, long nowNanos) {
        int at = pendingAt(seq);
        messages.deliveries(at, messages.deliveries(at) + 1);
        messages.timeNanos(at, nowNanos);
        sent++;
        sentNanos = nowNanos;
        changed(seq);
        return sent;
    }

    private int pendingAt(long seq) {
        int at = messages.find(seq);
        if (at < 0 || !messages.isPending(at)) {
            throw new IllegalArgumentException("seq: " + seq + " (expected: one that is sent and not done)");
        }
        return at;
    }

    public boolean isPending(long seq) {
        int at = messages.find(seq);
        return at >= 0 && messages.isPending(at);
    }

    /** Returns the lowest sequence from {@code from} on that is sent and not done, or 0. */
    public long nextPending(long from) {
        int at = messages.pendingFrom(from);
        return at < 0 ? 0 : messages.seq(at);
    }

    /** Returns how often a message was sent that is not done; 0 if nothing is known of it. */
    public int deliveries(long seq) {
        int at = messages.find(seq);
        return at < 0 ? 0 : messages.deliveries(at);
    }

    /** Returns since when a message is waited for that is sent and not done, or 0. */
    public long waitingSinceNanos(long seq) {
        int at = messages.find(seq);
        return at < 0 ? 0 : messages.timeNanos(at);
    }

    /** A message is waited for from another time on (CO-83, CO-85). That need not last. */
    public void waitSince(long seq, long timeNanos) {
        messages.timeNanos(pendingAt(seq), timeNanos);
    }

    /** Returns the consumer's own sequence of the first delivery of a message that is not done, or 0. */
    public long consumerSeq(long seq) {
        int at = messages.find(seq);
        return at < 0 ? 0 : messages.consumerSeq(at);
    }

    /** Returns whether it will want a message on that its filters match, or wants it now. */
    public boolean needs(long seq) {
        return seq >= next ? isToCome(seq) : messages.find(seq) >= 0;
    }

    private boolean isToCome(long seq) {
        LastMessages list = lasts;
        return list == null || seq > list.upTo() || list.contains(seq);
    }

    // What is done

    /** Returns its own sequence up to which all is done. */
    public long floorConsumerSeq() {
        return floorConsumerSeq;
    }

    /** Returns the stream's sequence up to which all is done. */
    public long floorStreamSeq() {
        return floorStreamSeq;
    }

    public long ackedNanos() {
        return ackedNanos;
    }

    /** One message is done (CO-81, CO-87); returns whether it was waited for. */
    public boolean ack(long seq, long nowNanos) {
        int at = messages.find(seq);
        if (at < 0) {
            return false;
        }
        ackedNanos = nowNanos;
        boolean wasPending = remove(at);
        changed(seq);
        done(seq);
        return wasPending;
    }

    /**
     * All messages up to one are done (CO-93).
     *
     * @param consumerSeq the consumer's own sequence of that one, as the acknowledgement says it
     * @return false if they were so before
     */
    public boolean ackAll(long seq, long consumerSeq, long nowNanos) {
        if (seq >= next || seq <= floorStreamSeq || consumerSeq <= floorConsumerSeq) {
            return false;
        }
        ackedNanos = nowNanos;
        floorConsumerSeq = consumerSeq;
        floorStreamSeq = seq;
        for (int at = messages.from(0); at >= 0 && messages.seq(at) <= seq; at = messages.from(0)) {
            long gone = messages.seq(at);
            if (!messages.isPending(at)) {
                isEachToSay = true;
                changed(gone);
            }
            messages.remove(at);
            done(gone);
        }
        changed(); // What was waited for up to there is not said one by one.
        return true;
    }

    /** A message was sent as often as it may be (CO-102): it is not waited for any more, and stays in the stream. */
    public void giveUp(long seq) {
        int at = pendingAt(seq);
        long consumerSeq = messages.consumerSeq(at);
        messages.giveUp(at);
        moveFloor(consumerSeq, seq);
        changed(seq);
    }

    /** A message is not in the stream any more (CO-96, CO-106); returns whether it was waited for. */
    public boolean drop(long seq) {
        int at = messages.find(seq);
        if (at < 0) {
            return false;
        }
        boolean wasPending = remove(at);
        changed(seq);
        return wasPending;
    }

    private boolean remove(int at) {
        boolean wasPending = messages.isPending(at);
        long seq = messages.seq(at);
        long consumerSeq = messages.consumerSeq(at);
        isEachToSay |= !wasPending;
        messages.remove(at);
        if (wasPending) {
            moveFloor(consumerSeq, seq);
        }
        return wasPending;
    }

    /** All messages below a sequence are not in the stream any more (CO-110). */
    public void dropBelow(long first) {
        next = Math.max(next, first);
        lastSent = next - 1;
        boolean isOneGone = false;
        for (int at = messages.from(0); at >= 0 && messages.seq(at) < first; at = messages.from(0)) {
            long gone = messages.seq(at);
            isOneGone |= messages.isPending(at);
            isEachToSay |= !messages.isPending(at);
            messages.remove(at);
            changed(gone);
        }
        int following = messages.pendingFrom(0);
        if (following < 0) {
            floorConsumerSeq = sent;
            floorStreamSeq = next - 1;
        } else if (isOneGone) {
            floorConsumerSeq = Math.max(floorConsumerSeq, messages.consumerSeq(following) - 1);
            floorStreamSeq = messages.seq(following) - 1;
        } else {
            floorStreamSeq = Math.max(floorStreamSeq, first - 1);
        }
        changed();
    }

    /** The stream has lost its end, and what was sent of that: what comes in its place is to be sent (CO-108). */
    public void endAt(long lastSeq) {
        if (sent == 0 || lastSent <= lastSeq) {
            return;
        }
        for (int at = messages.from(lastSeq + 1); at >= 0; at = messages.from(lastSeq + 1)) {
            drop(messages.seq(at));
        }
        next = lastSeq + 1;
        lastSent = lastSeq;
        floorStreamSeq = Math.min(floorStreamSeq, lastSeq);
        changed();
    }

    /** Up to where all is done follows what is done, as far as that was sent without a gap (CO-105). */
    private void moveFloor(long consumerSeq, long seq) {
        if (messages.pending() == 0) {
            floorConsumerSeq = sent;
            floorStreamSeq = next - 1;
        } else if (consumerSeq == floorConsumerSeq + 1) {
            int following = messages.pendingFrom(seq + 1);
            floorConsumerSeq = following < 0 ? consumerSeq : messages.consumerSeq(following) - 1;
            floorStreamSeq = following < 0 ? seq : messages.seq(following) - 1;
        }
    }

    private AckPolicy policy() {
        return consumer.config().acking().policy();
    }

    private void done(long seq) {
        ConsumerWatcher watcher = consumer.watcher();
        if (watcher != null) {
            watcher.done(consumer, seq);
        }
    }

    // What is written

    private void changed(long seq) {
        if (consumer.watcher() != null) {
            notes.add(seq);
            changed();
        }
    }

    private void changed() {
        ConsumerWatcher watcher = consumer.watcher();
        if (!isChanged && watcher != null) {
            isChanged = true;
            watcher.changed(consumer);
        }
    }

    /** What was written last; it is to be given back if that has failed. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    public record Written(long epoch, long[] seqs) {}

    /** Writes what has changed since it was written last. */
    public Written writeChanges(StateWriter out) {
        isChanged = false;
        long[] seqs = notes.take();
        writePlace(out);
        out.number(Arrays.stream(seqs).filter(this::isToSay).count());
        long before = 0;
        for (long seq : seqs) {
            if (isToSay(seq)) {
                writeMessage(out, seq - before, messages.find(seq));
                before = seq;
            }
        }
        isEachToSay = false;
        return new Written(epoch, seqs);
    }

    /** Of what is done, it need not be said up to where all is. */
    private boolean isToSay(long seq) {
        return isEachToSay || seq > floorStreamSeq || messages.find(seq) >= 0;
    }

    /** What was written is not in the log: it is to be written again. */
    public void giveBack(Written written) {
        isEachToSay = true;
        if (written.epoch() == epoch) {
            for (long seq : written.seqs()) {
                notes.add(seq);
            }
        }
        changed();
    }

    /** Forgets what has changed, since it need not last. */
    public void forgetChanges() {
        isChanged = false;
        notes.removeFirst(notes.size());
    }

    private void writePlace(StateWriter out) {
        out.number(epoch).number(next).number(sent).number(floorConsumerSeq).number(floorStreamSeq);
        out.number(sentNanos).number(ackedNanos);
    }

    private void writeMessage(StateWriter out, long distance, int at) {
        out.number(distance);
        if (at < 0) {
            out.number(0);
            return;
        }
        out.number(2L * messages.deliveries(at) + (messages.isPending(at) ? 1 : 0) + 1);
        out.number(messages.consumerSeq(at)).number(messages.timeNanos(at));
    }

    /** Writes all of it. */
    public void write(StateWriter out) {
        writePlace(out);
        int known = 0;
        for (int at = messages.from(0); at >= 0; at = messages.next(at)) {
            known++;
        }
        out.number(known);
        long before = 0;
        for (int at = messages.from(0); at >= 0; at = messages.next(at)) {
            writeMessage(out, messages.seq(at) - before, at);
            before = messages.seq(at);
        }
        LastMessages.write(lasts(), next, out);
    }

    /** Takes over what {@link #write} has written. */
    public void read(ByteBuffer in) {
        epoch = StateWriter.number(in);
        readPlace(in);
        readMessages(in, true);
        lasts = LastMessages.read(in);
    }

    /** Takes over what {@link #writeChanges} has written, unless it has begun anew since. */
    public void readChanges(ByteBuffer in) {
        boolean isCurrent = StateWriter.number(in) == epoch;
        if (isCurrent) {
            readPlace(in);
        } else {
            for (int i = 0; i < PLACE_NUMBERS; i++) {
                StateWriter.number(in);
            }
        }
        readMessages(in, isCurrent);
        if (isCurrent) {
            messages.removePendingUpTo(floorStreamSeq); // What is done up to there is not said one by one.
        }
    }

    private static final int PLACE_NUMBERS = 6;

    private void readPlace(ByteBuffer in) {
        next = StateWriter.number(in);
        lastSent = next - 1;
        sent = StateWriter.number(in);
        floorConsumerSeq = StateWriter.number(in);
        floorStreamSeq = StateWriter.number(in);
        sentNanos = StateWriter.number(in);
        ackedNanos = StateWriter.number(in);
    }

    private void readMessages(ByteBuffer in, boolean isCurrent) {
        long count = StateWriter.number(in);
        long seq = 0;
        for (long i = 0; i < count; i++) {
            seq += StateWriter.number(in);
            long what = StateWriter.number(in);
            long consumerSeq = what == 0 ? 0 : StateWriter.number(in);
            long time = what == 0 ? 0 : StateWriter.number(in);
            if (isCurrent) {
                take(seq, what, consumerSeq, time);
            }
        }
    }

    private void take(long seq, long what, long consumerSeq, long time) {
        if (what == 0) {
            int at = messages.find(seq);
            if (at >= 0) {
                messages.remove(at);
            }
            return;
        }
        int at = messages.put(seq, consumerSeq, time, (int) ((what - 1) / 2));
        if ((what - 1) % 2 == 0) {
            messages.giveUp(at);
        }
    }
}
