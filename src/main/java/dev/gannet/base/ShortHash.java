package dev.gannet.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Short names for long ones, the same wherever they are made (CO-72, CO-183). Pure functions. */
public final class ShortHash {
    public static final int LENGTH = 8;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ShortHash() {}

    /** Returns eight letters and digits for a text, of which each char is a byte. */
    public static String of(String text) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        StringBuilder name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            name.append(DIGITS.charAt((hash[i] & 0xff) % DIGITS.length()));
        }
        return name.toString();
    }
}
