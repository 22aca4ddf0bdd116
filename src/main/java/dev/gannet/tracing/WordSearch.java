package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.base.Chunk;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Looks for one word in a piece of a buffer without looking at every byte. A word of n bytes that is there has four of
 * its bytes at one of the places n - 3 bytes apart; only those are read. If they are four bytes of the word, which a
 * table without collisions says, the rest of it is looked at.
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
    private static final int LOWER_CASE = 0x20202020;
    private static final int WORD_MIN = 8;

    private final byte[] word;
    private final int stride;
    private final int fold;
    private final int factor;

    /** Four bytes of the word in each slot; where none belong, some that belong elsewhere. */
    private final int[] windows = new int[1 << HASH_BITS];

    private final byte[] offsets = new byte[1 << HASH_BITS];

    private WordSearch(String text, int fold) {
        this.word = text.getBytes(US_ASCII);
        if (word.length < WORD_MIN || word.length > 1 << (HASH_BITS - 1)) {
            throw new IllegalArgumentException("word: " + text + " (expected: 8 to 32 bytes)");
        }
        this.stride = word.length - WINDOW + 1;
        this.fold = fold;
        long different =
                IntStream.range(0, stride).map(this::windowAt).distinct().count();
        if (different < stride) {
            throw new IllegalArgumentException("word: " + text + " (expected: no four of its bytes twice)");
        }
        this.factor = fill();
    }

    /** A search for exactly this word. */
    static WordSearch exactly(String word) {
        return new WordSearch(word, 0);
    }

    /** A search for this word of lower-case letters, and characters that have no case, in any case. */
    static WordSearch inAnyCase(String word) {
        return new WordSearch(word, LOWER_CASE);
    }

    /** Fills the table; returns the factor by which no two windows of the word share a slot. */
    private int fill() {
        for (int candidate = FIRST_FACTOR; ; candidate += 2) {
            Arrays.fill(windows, windowAt(0));
            boolean[] taken = new boolean[windows.length];
            boolean collides = false;
            for (int offset = 0; offset < stride; offset++) {
                int window = windowAt(offset);
                int slot = (window * candidate) >>> HASH_SHIFT;
                collides |= taken[slot];
                taken[slot] = true;
                windows[slot] = window;
                offsets[slot] = (byte) offset;
            }
            if (!collides) {
                return candidate;
            }
        }
    }

    private int windowAt(int offset) {
        int window = 0;
        for (int i = 0; i < WINDOW; i++) {
            window |= (word[offset + i] & 0xff) << (i << 3);
        }
        return window | fold;
    }

    /** Returns whether the word stands anywhere in the {@code length} bytes from {@code from} on. */
    boolean find(Chunk in, int from, int length) {
        int end = from + length;
        int last = end - WINDOW;
        for (int at = from + stride - 1; at <= last; at += stride) {
            int window = in.intAt(at) | fold;
            int slot = (window * factor) >>> HASH_SHIFT;
            if (windows[slot] == window && isAt(in, at - offsets[slot], end)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(Chunk in, int start, int end) {
        if (start + word.length > end) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((in.byteAt(start + i) | (byte) fold) != (word[i] | (byte) fold)) {
                return false;
            }
        }
        return true;
    }
}
