package dev.gannet.base;

import java.security.SecureRandom;

/** Random bytes that nobody can foretell, whatever else they have seen. Any thread. */
public final class Secrets {
    private Secrets() {}

    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
