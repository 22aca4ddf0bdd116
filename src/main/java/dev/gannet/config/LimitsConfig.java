package dev.gannet.config;

/**
 * What one connection, and all of them together, may ask of the server.
 *
 * @param maxControlLineBytes the longest protocol line of a client; other kinds of connection may send 16 times that
 * @param maxPayloadBytes the largest message, headers included
 * @param maxPendingBytes how much may wait for one connection before it counts as a slow consumer
 * @param maxConnections most clients at a time; zero or less admits none
 * @param maxSubscriptions most subscriptions of one connection, or {@link #UNLIMITED}
 * @param maxSubjectTokens most tokens in a subscription's subject, up to {@link #SUBJECT_TOKENS_MAX}, or
 *     {@link #UNLIMITED}
 * @param maxClosedClients how many closed connections the monitoring remembers
 * @param maxTracedMessageBytes how much of a payload a trace line shows, or {@link #UNLIMITED}
 */
public record LimitsConfig(
        int maxControlLineBytes,
        int maxPayloadBytes,
        long maxPendingBytes,
        int maxConnections,
        int maxSubscriptions,
        int maxSubjectTokens,
        int maxClosedClients,
        int maxTracedMessageBytes) {
    public static final int UNLIMITED = 0;
    public static final int SUBJECT_TOKENS_MAX = 255;

    /** Larger messages are possible, and advised against. */
    public static final int MAX_PAYLOAD_ENCOURAGED_BYTES = 8 * 1024 * 1024;

    public LimitsConfig {
        Checks.atLeast("maxControlLineBytes", maxControlLineBytes, 1);
        Checks.atLeast("maxPayloadBytes", maxPayloadBytes, 1);
        Checks.atLeast("maxPendingBytes", maxPendingBytes, 1);
        Checks.atLeast("maxSubscriptions", maxSubscriptions, UNLIMITED);
        Checks.atLeast("maxSubjectTokens", maxSubjectTokens, UNLIMITED);
        Checks.atLeast("maxClosedClients", maxClosedClients, 0);
        Checks.atLeast("maxTracedMessageBytes", maxTracedMessageBytes, UNLIMITED);
        if (maxSubjectTokens > SUBJECT_TOKENS_MAX) {
            throw new IllegalArgumentException(
                    "maxSubjectTokens: " + maxSubjectTokens + " (expected: <= " + SUBJECT_TOKENS_MAX + ")");
        }
    }

    public static LimitsConfig defaults() {
        return new LimitsConfig(
                4096, 1024 * 1024, 64L * 1024 * 1024, 64 * 1024, UNLIMITED, UNLIMITED, 10_000, UNLIMITED);
    }

    public LimitsConfig withMaxControlLineBytes(int maxControlLineBytes) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }

    public LimitsConfig withMaxPayloadBytes(int maxPayloadBytes) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }

    public LimitsConfig withMaxPendingBytes(long maxPendingBytes) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }

    public LimitsConfig withMaxConnections(int maxConnections) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }

    public LimitsConfig withMaxSubscriptions(int maxSubscriptions) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }

    public LimitsConfig withMaxSubjectTokens(int maxSubjectTokens) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }

    public LimitsConfig withMaxClosedClients(int maxClosedClients) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }

    public LimitsConfig withMaxTracedMessageBytes(int maxTracedMessageBytes) {
        return new LimitsConfig(
                maxControlLineBytes,
                maxPayloadBytes,
                maxPendingBytes,
                maxConnections,
                maxSubscriptions,
                maxSubjectTokens,
                maxClosedClients,
                maxTracedMessageBytes);
    }
}
