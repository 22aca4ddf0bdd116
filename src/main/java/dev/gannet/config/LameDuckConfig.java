package dev.gannet.config;

import java.time.Duration;

/**
 * How long the server takes to leave politely.
 *
 * @param duration over how long the clients are closed, one by one, grace period included
 * @param gracePeriod how long clients may leave by themselves before the first is closed
 */
public record LameDuckConfig(Duration duration, Duration gracePeriod) {
    public LameDuckConfig {
        Checks.notNegative("duration", duration);
        Checks.notNegative("gracePeriod", gracePeriod);
    }

    public static LameDuckConfig defaults() {
        return new LameDuckConfig(Duration.ofMinutes(2), Duration.ofSeconds(10));
    }

    public LameDuckConfig withDuration(Duration duration) {
        return new LameDuckConfig(duration, gracePeriod);
    }

    public LameDuckConfig withGracePeriod(Duration gracePeriod) {
        return new LameDuckConfig(duration, gracePeriod);
    }
}
