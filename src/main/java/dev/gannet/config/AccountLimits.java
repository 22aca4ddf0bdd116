package dev.gannet.config;

import dev.gannet.config.limit.PublishRateConfig;

/**
 * How much an account may use. Every limit may be {@link #UNLIMITED}.
 *
 * @param maxConnections most clients of the account at a time
 * @param maxSubscriptions most subscriptions of the account
 * @param maxPayloadBytes its largest message, headers included
 * @param publishRate how fast its clients publish, all together
 */
public record AccountLimits(
        int maxConnections, int maxSubscriptions, int maxPayloadBytes, PublishRateConfig publishRate) {
    public static final int UNLIMITED = -1;
    private static final AccountLimits NONE = new AccountLimits(UNLIMITED, UNLIMITED, UNLIMITED);

    /** Limits without one on how fast its clients publish. */
    public AccountLimits(int maxConnections, int maxSubscriptions, int maxPayloadBytes) {
        this(maxConnections, maxSubscriptions, maxPayloadBytes, PublishRateConfig.NONE);
    }

    public static AccountLimits unlimited() {
        return NONE;
    }
}
