package dev.gannet.jetstream.consumer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last messages of subjects at one moment, which a consumer begins with (CO-6). What it says never changes; any thread. */
public final class LastMessages {
    private final long[] seqs;
    private final long upTo;
    private int nextAt; // Where the answer was the last time; whatever another thread sees here is looked at first.

    /**
     * Makes a list.
     *
     * @param seqs rising; not to be changed any more
     * @param upTo the last sequence of the stream then: behind that every message counts
     */
    public LastMessages(long[] seqs, long upTo) {
        this.seqs = seqs;
        this.upTo = upTo;
    }

    /** Returns the first of them from a sequence on, or 0: then it goes on behind {@link #upTo}. */
    public long next(long from) {
        int next = nextAt;
        if (!isNext(next, from)) {
            next = isNext(next + 1, from) ? next + 1 : search(from);
            nextAt = next;
        }
        return next < seqs.length ? seqs[next] : 0;
    }

    private boolean isNext(int at, long from) {
        return at < seqs.length && seqs[at] >= from && (at == 0 || seqs[at - 1] < from);
    }

    private int search(long from) {
        int at = Arrays.binarySearch(seqs, from);
        return at < 0 ? -at - 1 : at;
    }

    /** Returns how many of them there are from a sequence on. */
    public int countFrom(long from) {
        return seqs.length - search(from);
    }

    public boolean contains(long seq) {
        return Arrays.binarySearch(seqs, seq) >= 0;
    }

    public long upTo() {
        return upTo;
    }

    /** Writes what there is of a list from a sequence on; null is none. */
    static void write(@Nullable LastMessages list, long from, StateWriter out) {
        out.number(list == null ? 0 : list.countFrom(from) + 1);
        if (list != null) {
            out.number(list.upTo);
            long before = 0;
            for (long seq = list.next(from); seq != 0; seq = list.next(seq + 1)) {
                out.number(seq - before);
                before = seq;
            }
        }
    }

    static @Nullable LastMessages read(ByteBuffer in) {
        int count = (int) StateWriter.number(in);
        if (count == 0) {
            return null;
        }
        long upTo = StateWriter.number(in);
        long[] seqs = new long[count - 1];
        long seq = 0;
        for (int i = 0; i < seqs.length; i++) {
            seq += StateWriter.number(in);
            seqs[i] = seq;
        }
        return new LastMessages(seqs, upTo);
    }
}
