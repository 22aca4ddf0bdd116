package dev.gannet.subject.transform;

/** How long characters are. Pure functions. */
final class Utf8 {
    private Utf8() {}

    /** Returns how many bytes the character at {@code from} has; 1 for a byte that begins none before {@code limit}. */
    static int length(byte[] text, int from, int limit) {
        int first = text[from] & 0xff;
        int length = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (length == 1 || from + length > limit) {
            return 1;
        }
        int second = text[from + 1] & 0xff;
        if (second < secondMin(first) || second > secondMax(first)) {
            return 1;
        }
        for (int i = 2; i < length; i++) {
            if ((text[from + i] & 0xc0) != 0x80) {
                return 1;
            }
        }
        return length;
    }

    private static int secondMin(int first) {
        return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    }

    private static int secondMax(int first) {
        return first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    }
}
