package dev.gannet.base;

/** Bytes as little-endian words of eight, the form in which prefixes are stored and copied. Pure functions. */
public final class Words {
    private Words() {}

    /** Returns {@code bytes} as words; the last one is filled up with zeros. */
    public static long[] of(byte[] bytes) {
        long[] words = new long[(bytes.length + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            words[i >> 3] |= (bytes[i] & 0xffL) << ((i & 7) << 3);
        }
        return words;
    }

    /** Returns the mask of the bytes that count in the last word of {@code length} bytes; all of them for none left over. */
    public static long lastMask(int length) {
        int rest = length & 7;
        return rest == 0 ? -1L : (1L << (rest << 3)) - 1;
    }
}
