package dev.gannet.subject.transform;

import dev.gannet.subject.Subjects;
import java.util.Arrays;

/**
 * Takes what a transform makes of a subject; used again for the next one, so that nothing is left for the collector.
 *
 * <p><b>Owner:</b> who applies transforms, such as an event loop.
 *
 * <p><b>Hot path:</b> it allocates only until it is as large as the largest subject needs.
 */
public final class TransformBuffer {
    private static final int BYTES_MIN = 128;
    private static final int TOKENS_MIN = 32;

    private byte[] source = new byte[0];
    private int[] tokenStarts =
            new int[TOKENS_MIN + 1]; // One more than there are tokens: where the next one would start.
    private int tokenCount;
    private byte[] bytes = new byte[BYTES_MIN];
    private int length;

    /** Returns the array that the subject begins in; the next transform changes it or makes another. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns how many of the bytes are the subject. */
    public int length() {
        return length;
    }

    /** Returns a copy of the subject. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Begins with another subject: cuts it into tokens, and forgets what was made. */
    void begin(byte[] subject, int offset, int subjectLength) {
        source = subject;
        length = 0;
        tokenCount = 0;
        tokenStarts[0] = offset;
        int limit = offset + subjectLength;
        for (int i = offset; i <= limit; i++) {
            if (i == limit || subject[i] == Subjects.SEPARATOR) {
                addToken(i + 1);
            }
        }
    }

    private void addToken(int nextStart) {
        if (++tokenCount == tokenStarts.length) {
            tokenStarts = Arrays.copyOf(tokenStarts, 2 * tokenStarts.length);
        }
        tokenStarts[tokenCount] = nextStart;
    }

    /** Returns the array that the tokens of the source stand in. */
    byte[] source() {
        return source;
    }

    int tokenCount() {
        return tokenCount;
    }

    /** Returns where a token begins in the source. */
    int tokenStart(int token) {
        return tokenStarts[token];
    }

    /** Returns where a token ends in the source, exclusive. */
    int tokenEnd(int token) {
        return tokenStarts[token + 1] - 1;
    }

    void append(byte[] text) {
        append(text, 0, text.length);
    }

    /** Appends what stands in the source from {@code from} to {@code to}, exclusive. */
    void appendSource(int from, int to) {
        append(source, from, to);
    }

    void appendSeparator() {
        ensureRoom(1);
        bytes[length++] = (byte) Subjects.SEPARATOR;
    }

    /** Appends a number from zero on, in decimal. */
    void appendNumber(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        ensureRoom(digits);
        length += digits;
        long rest = number;
        for (int at = length - 1; at >= length - digits; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void append(byte[] text, int from, int to) {
        ensureRoom(to - from);
        System.arraycopy(text, from, bytes, length, to - from);
        length += to - from;
    }

    private void ensureRoom(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
