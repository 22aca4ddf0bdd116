package dev.gannet.interest;

import dev.gannet.base.Words;
import dev.gannet.subject.Subjects;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A subject cut into tokens, each with what a look-up needs: its first eight bytes as a word, its length, its hash.
 * One pass over words of eight bytes finds the separators and computes the hashes.
 *
 * <p><b>Owner:</b> one thread; it is filled again and again.
 *
 * <p><b>Hot path:</b> {@link #read} allocates only when a subject is longer than all before it.
 */
final class Tokens {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SEPARATORS = Subjects.SEPARATOR * ONES;
    private static final long ODD_MULTIPLIER = 0x9E3779B97F4A7C15L;

    private byte[] text; // The subject, a separator, and enough to load a word there.
    private int[] starts; // One more than there are tokens: a token ends before the next starts.
    private long[] firsts;
    private long[] hashes;
    private int count;

    /** Makes room for a subject of this length and this many tokens; more is found when it is needed. */
    Tokens(int textLength, int tokenCount) {
        this.text = new byte[textLength + Long.BYTES];
        this.starts = new int[tokenCount + 1];
        this.firsts = new long[tokenCount];
        this.hashes = new long[tokenCount];
    }

    /** Returns whether {@code subject} has a token and no empty one; if not, what is in here is of no use. */
    boolean read(byte[] subject, int offset, int length, long hashSeed) {
        if (text.length < length + Long.BYTES) {
            text = new byte[length + Math.max(length >> 1, Long.BYTES)];
        }
        System.arraycopy(subject, offset, text, 0, length);
        text[length] = Subjects.SEPARATOR;
        count = 0;
        int start = 0;
        while (start <= length) {
            int end = readToken(start, hashSeed);
            if (end == start) {
                return false;
            }
            start = end + 1;
            starts[count] = start;
        }
        return true;
    }

    int count() {
        return count;
    }

    /** Returns how many bytes the token has. */
    int length(int index) {
        return starts[index + 1] - 1 - starts[index];
    }

    /** Returns up to eight bytes of the token as a little-endian word. */
    long first(int index) {
        return firsts[index];
    }

    /** Returns whether the token is just this one character. */
    boolean is(int index, char character) {
        return firsts[index] == character && length(index) == 1;
    }

    long hash(int index) {
        return hashes[index];
    }

    /** Returns the token's bytes behind the first eight as words, the last one filled up with zeros. */
    long[] rest(int index) {
        int length = length(index) - Long.BYTES;
        int from = starts[index] + Long.BYTES;
        return Words.of(Arrays.copyOfRange(text, from, from + length));
    }

    /** Returns whether the token's bytes behind the first eight are {@code rest}; it must be as long. */
    boolean restEquals(int index, long[] rest) {
        int at = starts[index] + Long.BYTES;
        int last = rest.length - 1;
        for (int i = 0; i < last; i++) {
            if (word(at) != rest[i]) {
                return false;
            }
            at += Long.BYTES;
        }
        return (word(at) & Words.lastMask(length(index))) == rest[last];
    }

    /** Adds a word to a hash. A product's two halves, so that no bit of a token has a fixed effect on the hash. */
    static long mix(long hash, long word) {
        long sum = hash ^ word;
        return sum * ODD_MULTIPLIER ^ Math.multiplyHigh(sum, ODD_MULTIPLIER);
    }

    /** Returns where the token ends, which is where it starts if it is empty. */
    private int readToken(int start, long hashSeed) {
        long hash = hashSeed;
        int at = start;
        long word = word(at);
        long separators = separators(word);
        while (separators == 0) {
            hash = mix(hash, word);
            at += Long.BYTES;
            word = word(at);
            separators = separators(word);
        }
        int tail = Long.numberOfTrailingZeros(separators) >>> 3;
        if (tail > 0) {
            hash = mix(hash, word & Words.lastMask(tail));
        }
        add(hash, at == start ? word & Words.lastMask(tail) : word(start));
        return at + tail;
    }

    private void add(long hash, long first) {
        if (count == hashes.length) {
            int capacity = 2 * count;
            starts = Arrays.copyOf(starts, capacity + 1);
            firsts = Arrays.copyOf(firsts, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
        }
        firsts[count] = first;
        hashes[count] = hash;
        count++;
    }

    private long word(int at) {
        return (long) WORDS.get(text, at);
    }

    /** Returns a word whose lowest set bit is the highest of the first byte that is a separator; zero for none. */
    private static long separators(long word) {
        long zeroWhereSeparator = word ^ SEPARATORS;
        return (zeroWhereSeparator - ONES) & ~zeroWhereSeparator & HIGH_BITS;
    }
}
