package dev.gannet.jetstream.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;

/**
 * When messages go that said so themselves (ST-127 to ST-133). They stand in pieces of which only a few bits change, so
 * that an image of a million of them is made of a thousand pieces.
 *
 * <p><b>Owner:</b> who applies the entries of the stream.
 */
final class Lifetimes {
    /** Of a message that never goes because of its age. */
    static final long NEVER = Long.MAX_VALUE;

    private final List<Piece> pieces = new ArrayList<>(); // In the order of their sequences.
    private final PriorityQueue<Life> byEnd = new PriorityQueue<>();

    /** The life of a message. */
    private record Life(long seq, long endNanos) implements Comparable<Life> {
        @Override
        public int compareTo(Life other) {
            int byTime = Long.compare(endNanos, other.endNanos);
            return byTime != 0 ? byTime : Long.compare(seq, other.seq);
        }
    }

    /** Lives of messages that follow each other; nothing in its arrays changes but what is behind {@code size}, and the bits. */
    private static final class Piece {
        private static final int LIVES = 1024;

        private long[] seqs = new long[8];
        private long[] ends = new long[8];
        private long[] gone = new long[LIVES / Long.SIZE];
        private int size;
        private int live;

        boolean isFull() {
            return size == LIVES;
        }

        void add(long seq, long endNanos) {
            if (size == seqs.length) {
                seqs = Arrays.copyOf(seqs, Math.min(LIVES, 2 * size));
                ends = Arrays.copyOf(ends, seqs.length);
            }
            seqs[size] = seq;
            ends[size++] = endNanos;
            live++;
        }

        boolean isLive(int at) {
            return (gone[at >>> 6] & (1L << at)) == 0;
        }

        /** Returns where a message is that has not gone, or something negative. */
        int find(long seq) {
            int at = Arrays.binarySearch(seqs, 0, size, seq);
            return at >= 0 && isLive(at) ? at : -1;
        }

        void remove(int at) {
            gone[at >>> 6] |= 1L << at;
            live--;
            if (live < size / 2 && size > Long.SIZE && live > 0) {
                shrink();
            }
        }

        /** Keeps only those that live, in other arrays: an image may have these. */
        private void shrink() {
            long[] newSeqs = new long[live];
            long[] newEnds = new long[live];
            int to = 0;
            for (int i = 0; i < size; i++) {
                if (isLive(i)) {
                    newSeqs[to] = seqs[i];
                    newEnds[to++] = ends[i];
                }
            }
            seqs = newSeqs;
            ends = newEnds;
            gone = new long[gone.length];
            size = live;
        }
    }

    /** Notes when a message goes; its sequence is higher than all before. */
    void add(long seq, long endNanos) {
        Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
        if (last == null || last.isFull()) {
            last = new Piece();
            pieces.add(last);
        }
        last.add(seq, endNanos);
        if (endNanos != NEVER) {
            byEnd.add(new Life(seq, endNanos));
        }
    }

    /** Forgets a message that is gone. */
    void remove(long seq) {
        int which = piece(seq);
        Piece piece = which < 0 ? null : pieces.get(which);
        int at = piece == null ? -1 : piece.find(seq);
        if (piece != null && at >= 0) {
            piece.remove(at); // In the queue it stays until its time, and is found to be gone then.
            if (piece.live == 0) {
                pieces.remove(which);
            }
        }
    }

    /** Returns the number of the piece that would have a sequence, or -1. */
    private int piece(long seq) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).seqs[0] <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Returns when a message goes, {@link #NEVER}, or zero for one of which nothing is known. */
    private long endOf(long seq) {
        int which = piece(seq);
        Piece piece = which < 0 ? null : pieces.get(which);
        int at = piece == null ? -1 : piece.find(seq);
        return piece == null || at < 0 ? 0 : piece.ends[at];
    }

    /** Returns whether a message stays whatever its age. */
    boolean isImmortal(long seq) {
        return endOf(seq) == NEVER;
    }

    /** Forgets the messages that {@code isGone} says it of. */
    void removeIf(LongPredicate isGone) {
        for (Piece piece : pieces) {
            for (int i = piece.size - 1; i >= 0; i--) {
                if (i < piece.size && piece.isLive(i) && isGone.test(piece.seqs[i])) {
                    piece.remove(i);
                }
            }
        }
        pieces.removeIf(piece -> piece.live == 0);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Returns when the next message goes, or {@link #NEVER}. */
    long nextEndNanos() {
        Life next = byEnd.peek();
        while (next != null && endOf(next.seq()) != next.endNanos()) {
            byEnd.poll();
            next = byEnd.peek();
        }
        return next == null ? NEVER : next.endNanos();
    }

    /** Returns the next message that goes at this time or before, until it is {@linkplain #remove removed}; zero is none. */
    long due(long nowNanos) {
        return nextEndNanos() > nowNanos ? 0 : byEnd.element().seq();
    }

    /** Returns what is known now. */
    Image image() {
        Image image = new Image(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            image.take(i, pieces.get(i));
        }
        return image;
    }

    /** What was known at one moment. Immutable once it is made. */
    static final class Image {
        private final long[][] seqs;
        private final long[][] ends;
        private final long[][] gone;
        private final int[] sizes;
        private int live;

        private Image(int pieces) {
            seqs = new long[pieces][];
            ends = new long[pieces][];
            gone = new long[pieces][];
            sizes = new int[pieces];
        }

        private void take(int i, Piece piece) {
            seqs[i] = piece.seqs;
            ends[i] = piece.ends;
            gone[i] = piece.gone.clone();
            sizes[i] = piece.size;
            live += piece.live;
        }

        void write(DataOutput out) throws IOException {
            out.writeInt(live);
            for (int i = 0; i < sizes.length; i++) {
                for (int at = 0; at < sizes[i]; at++) {
                    if ((gone[i][at >>> 6] & (1L << at)) == 0) {
                        out.writeLong(seqs[i][at]);
                        out.writeLong(ends[i][at]);
                    }
                }
            }
        }
    }

    void read(DataInput in) throws IOException {
        int lives = in.readInt();
        Life[] all = new Life[lives]; // Earlier servers wrote them in the order of their ends.
        for (int i = 0; i < lives; i++) {
            all[i] = new Life(in.readLong(), in.readLong());
        }
        Arrays.sort(all, (one, other) -> Long.compare(one.seq(), other.seq()));
        for (Life life : all) {
            add(life.seq(), life.endNanos());
        }
    }
}
