package dev.gannet.config.limit;

import java.time.Duration;

/**
 * What those may ask of the server who have not shown yet who they are.
 *
 * @param maxUnauthenticated most connections at a time that have not, those in a TLS handshake included
 * @param failures how many logins may fail from one address {@code within} a time before it is answered later, or {@link #UNLIMITED}
 * @param within that time
 * @param delay how much later the first one is answered; each further failure doubles it
 * @param delayMax what it grows to
 */
public record LoginLimitsConfig(
        int maxUnauthenticated, int failures, Duration within, Duration delay, Duration delayMax) {
    public static final int UNLIMITED = -1;
    public static final int FAILURES_MAX = 1_000_000;
    public static final Duration WITHIN_MAX = Duration.ofHours(1);

    /** Longer than this no client waits for its answer. */
    public static final Duration DELAY_MAX = Duration.ofMinutes(1);

    public LoginLimitsConfig {
        if (maxUnauthenticated < 1) {
            throw new IllegalArgumentException("maxUnauthenticated: " + maxUnauthenticated + " (expected: >= 1)");
        }
        if (failures != UNLIMITED && (failures < 1 || failures > FAILURES_MAX)) {
            throw new IllegalArgumentException(
                    "failures: " + failures + " (expected: 1 to " + FAILURES_MAX + ", or -1 for unlimited)");
        }
        check("within", within, WITHIN_MAX);
        check("delay", delay, DELAY_MAX);
        check("delayMax", delayMax, DELAY_MAX);
        if (delay.compareTo(delayMax) > 0) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: <= delayMax, " + delayMax + ")");
        }
    }

    /** Client libraries wait for two seconds: a good login from an address under attack is in by then. */
    public static LoginLimitsConfig defaults() {
        return new LoginLimitsConfig(16_384, 100, Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofSeconds(1));
    }

    public boolean delays() {
        return failures != UNLIMITED;
    }

    private static void check(String name, Duration value, Duration max) {
        if (value.isNegative() || value.isZero() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0, <= " + max + ")");
        }
    }
}
