package dev.gannet.config;

import java.time.Duration;

/**
 * How often and how long a user may answer a request that it received.
 *
 * @param maxMessages most answers to one request; negative is unlimited
 * @param expires how long after the request; negative is unlimited
 */
public record ResponsePermission(int maxMessages, Duration expires) {
    public static final int DEFAULT_MAX_MESSAGES = 1;
    public static final Duration DEFAULT_EXPIRES = Duration.ofMinutes(2);

    public static ResponsePermission defaults() {
        return new ResponsePermission(DEFAULT_MAX_MESSAGES, DEFAULT_EXPIRES);
    }
}
