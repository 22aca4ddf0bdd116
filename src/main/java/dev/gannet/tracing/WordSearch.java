package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.base.Chunk;

/**
 * Looks for one word in a piece of a buffer without looking at every byte. A word of n bytes that is there has four of
 * its bytes at one of the places n - 3 bytes apart; only those are read. They say where the word would begin, and eight
 * bytes from there say whether it does.
 *
 * <p><b>Owner:</b> immutable.
 *
 * <p><b>Hot path:</b> {@link #find} allocates nothing.
 */
final class WordSearch {
    private static final int WINDOW = Integer.BYTES;
    private static final int HASH_BITS = 6;
    private static final int HASH_SHIFT = Integer.SIZE - HASH_BITS;
    private static final int FIRST_FACTOR = 0x9E3779B1;
    private static final int LOWER_CASE_INT = 0x20202020;
    private static final long LOWER_CASE = 0x2020202020202020L;

    private final byte[] word;
    private final int stride;
    private final int foldInt;
    private final long fold;
    private final long first;
    private final int factor;
    private final byte[] offsets;

    private WordSearch(String text, int foldInt, long fold) {
        this.word = text.getBytes(US_ASCII);
        if (word.length < Long.BYTES || word.length > 1 << (HASH_BITS - 1)) {
            throw new IllegalArgumentException("word: " + text + " (expected: 8 to 32 bytes)");
        }
        this.stride = word.length - WINDOW + 1;
        this.foldInt = foldInt;
        this.fold = fold;
        long start = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            start |= (word[i] & 0xffL) << (i << 3);
        }
        this.first = start | fold;
        this.offsets = new byte[1 << HASH_BITS];
        this.factor = fillOffsets();
    }

    /** A search for exactly this word. */
    static WordSearch exactly(String word) {
        return new WordSearch(word, 0, 0);
    }

    /** A search for this word of lower-case letters, and characters that have no case, in any case. */
    static WordSearch inAnyCase(String word) {
        return new WordSearch(word, LOWER_CASE_INT, LOWER_CASE);
    }

    /** Fills the table from four bytes to their place in the word; returns the factor by which no two of them share one. */
    private int fillOffsets() {
        for (int candidate = FIRST_FACTOR; ; candidate += 2) {
            long taken = 0;
            for (int offset = 0; offset < stride; offset++) {
                int slot = (windowAt(offset) * candidate) >>> HASH_SHIFT;
                taken |= 1L << slot;
                offsets[slot] = (byte) offset;
            }
            if (Long.bitCount(taken) == stride) {
                return candidate;
            }
        }
    }

    private int windowAt(int offset) {
        int window = 0;
        for (int i = 0; i < WINDOW; i++) {
            window |= (word[offset + i] & 0xff) << (i << 3);
        }
        return window | foldInt;
    }

    /** Returns whether the word stands anywhere in the {@code length} bytes from {@code from} on. */
    boolean find(Chunk in, int from, int length) {
        int last = from + length - WINDOW;
        for (int at = from + stride - 1; at <= last; at += stride) {
            int slot = ((in.intAt(at) | foldInt) * factor) >>> HASH_SHIFT;
            int start = at - offsets[slot];
            if ((in.longAt(start) | fold) == first && start + word.length <= from + length && isAt(in, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(Chunk in, int start) {
        for (int i = Long.BYTES; i < word.length; i++) {
            if ((in.byteAt(start + i) | (byte) foldInt) != (word[i] | (byte) foldInt)) {
                return false;
            }
        }
        return true;
    }
}
