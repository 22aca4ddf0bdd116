package dev.gannet.jetstream.delivery.said;

import dev.gannet.base.Chunk;

/** What somebody says of a message that was sent to them (CO-81 to CO-88). */
public enum AckKind {
    ACK,
    NAK,
    PROGRESS,
    NEXT,
    TERM,
    /** Anything else, which is no acknowledgement, and is answered as if it were (CO-88). */
    OTHER;

    private static final int VERB = 4;
    private static final int OK = 3;

    /** Returns what a payload says. */
    public static AckKind of(Chunk in, int from, int length) {
        if (length == 0 || isOk(in, from, length)) {
            return ACK;
        }
        if (length < VERB) {
            return OTHER;
        }
        int word = in.intAt(from);
        if (word == word('+', 'A', 'C', 'K')) {
            return length == VERB ? ACK : OTHER;
        }
        if (word == word('+', 'W', 'P', 'I')) {
            return length == VERB ? PROGRESS : OTHER;
        }
        if (word == word('-', 'N', 'A', 'K')) {
            return NAK;
        }
        if (word == word('+', 'N', 'X', 'T')) {
            return NEXT;
        }
        return length > VERB && word == word('+', 'T', 'E', 'R') && in.byteAt(from + VERB) == 'M' ? TERM : OTHER;
    }

    /** Returns how many bytes of a payload say which one it is; what is behind them says more. */
    public int length() {
        return this == TERM ? VERB + 1 : VERB;
    }

    /** Returns whether what is behind counts. */
    public boolean saysMore() {
        return this == NAK || this == NEXT || this == TERM;
    }

    private static boolean isOk(Chunk in, int from, int length) {
        return length == OK && in.byteAt(from) == '+' && in.byteAt(from + 1) == 'O' && in.byteAt(from + 2) == 'K';
    }

    private static int word(char first, char second, char third, char fourth) {
        return first | second << 8 | third << 16 | fourth << 24;
    }
}
