package dev.gannet.config;

/**
 * How much an account may use. Every limit may be {@link #UNLIMITED}.
 *
 * @param maxConnections most clients of the account at a time
 * @param maxSubscriptions most subscriptions of the account
 * @param maxPayloadBytes its largest message, headers included
 */
public record AccountLimits(int maxConnections, int maxSubscriptions, int maxPayloadBytes) {
    public static final int UNLIMITED = -1;
    private static final AccountLimits NONE = new AccountLimits(UNLIMITED, UNLIMITED, UNLIMITED);

    public static AccountLimits unlimited() {
        return NONE;
    }
}
