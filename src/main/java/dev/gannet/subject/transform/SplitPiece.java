package dev.gannet.subject.transform;

import java.util.Arrays;

/** A token with separators in the place of delimiters; of delimiters at its end nothing stays. */
final class SplitPiece implements Piece {
    private final int token;
    private final byte[] delimiter;

    /** With an empty delimiter, the token is split behind each character of UTF-8. */
    SplitPiece(int token, byte[] delimiter) {
        this.token = token;
        this.delimiter = delimiter;
    }

    @Override
    public void append(TransformBuffer buffer, RandomInts random) {
        byte[] source = buffer.source();
        int end = buffer.tokenEnd(token);
        int from = buffer.tokenStart(token);
        boolean skipsSeparator = true; // Before the first part, and before the second one if the first is empty.
        for (int part = 0; from <= end; part++) {
            int to = partEnd(source, from, end);
            if (to > from) {
                if (!skipsSeparator) {
                    buffer.appendSeparator();
                }
                buffer.appendSource(from, to);
                skipsSeparator = false;
            } else if (part > 0) {
                skipsSeparator = false;
            }
            if (to == end) {
                return;
            }
            from = to + delimiter.length;
        }
    }

    /** Returns where the part ends that begins at {@code from}: at a delimiter, or at the end of the token. */
    private int partEnd(byte[] source, int from, int end) {
        if (delimiter.length == 0) {
            return from == end ? end : from + Utf8.length(source, from, end);
        }
        for (int at = from; at <= end - delimiter.length; at++) {
            if (Arrays.equals(source, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                return at;
            }
        }
        return end;
    }
}
