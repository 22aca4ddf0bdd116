package dev.gannet.config.feature;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether the server shows that its certificate still counts (CF-124).
 *
 * @param url who is asked instead of whom the certificate names; empty is nobody
 */
public record OcspConfig(Mode mode, String url) {
    /** When it does. */
    public enum Mode {
        /** If the certificate says that it must. */
        AUTO,
        ALWAYS,
        /** If the certificate says that it must, and it ends when the certificate no longer counts. */
        MUST,
        NEVER;

        public static Optional<Mode> of(String word) {
            for (Mode mode : values()) {
                if (mode.name().equals(word.toUpperCase(Locale.ROOT))) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }
}
