package dev.gannet.jetstream.consumer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A list of sequences that grows; how often one is in it, it may forget.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class Sequences {
    private static final int CAPACITY_MIN = 16;
    private static final int CAPACITY_KEPT_MAX = 4096;
    private static final long[] NONE = {};

    private long[] seqs = NONE;
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long get(int at) {
        return seqs[at];
    }

    public void add(long seq) {
        if (size > 0 && seqs[size - 1] == seq) {
            return;
        }
        if (size == seqs.length) {
            sort();
            if (size >= seqs.length / 2) {
                seqs = Arrays.copyOf(seqs, Math.max(CAPACITY_MIN, 2 * seqs.length));
            }
        }
        seqs[size++] = seq;
    }

    /** Has them rise, each once. */
    public void sort() {
        Arrays.sort(seqs, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || seqs[kept - 1] != seqs[i]) {
                seqs[kept++] = seqs[i];
            }
        }
        size = kept;
    }

    /** Returns them, rising, each once, and forgets them. */
    public long[] take() {
        return take(size);
    }

    /** Returns the lowest of them, rising, each once, and forgets those. */
    public long[] take(int max) {
        sort();
        long[] taken = Arrays.copyOf(seqs, Math.min(size, max));
        removeFirst(taken.length);
        return taken;
    }

    /** Forgets the first of them. */
    public void removeFirst(int count) {
        size -= count;
        if (size == 0 && seqs.length > CAPACITY_KEPT_MAX) {
            seqs = NONE;
        } else {
            System.arraycopy(seqs, count, seqs, 0, size);
        }
    }

    public long[] toArray() {
        return Arrays.copyOf(seqs, size);
    }

    /** Writes rising sequences. */
    public static byte[] write(long[] rising) {
        StateWriter out = new StateWriter();
        long before = 0;
        for (long seq : rising) {
            out.number(seq - before);
            before = seq;
        }
        return out.bytes();
    }

    /** Reads what {@link #write} has written. */
    public static void forEach(byte[] written, LongConsumer reader) {
        ByteBuffer in = ByteBuffer.wrap(written);
        long seq = 0;
        while (in.hasRemaining()) {
            seq += StateWriter.number(in);
            reader.accept(seq);
        }
    }
}
