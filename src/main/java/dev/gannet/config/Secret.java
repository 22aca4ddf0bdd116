package dev.gannet.config;

import org.jspecify.annotations.Nullable;

/** How settings that must not be seen are written in texts. */
final class Secret {
    private Secret() {}

    /** Tells that there is a secret, not which. */
    static String shown(@Nullable String secret) {
        return secret == null ? "null" : "[REDACTED]";
    }
}
