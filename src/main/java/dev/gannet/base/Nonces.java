package dev.gannet.base;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes what clients have to sign: nobody can foretell it, and none comes twice (CP-18). Any thread. */
@FunctionalInterface
public interface Nonces {
    /** Returns 15 characters of {@code A-Z a-z 0-9 - _}. */
    String next();

    static Nonces system() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[11];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
    }
}
