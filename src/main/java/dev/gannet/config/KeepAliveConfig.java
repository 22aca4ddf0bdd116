package dev.gannet.config;

import java.time.Duration;

/**
 * How the server finds out that a peer is gone.
 *
 * @param pingInterval how long a connection may be silent before it is sent a {@code PING}
 * @param pingMax how many unanswered {@code PING}s a connection may have; one more closes it as stale
 * @param writeDeadline how long one write to a peer may take
 */
public record KeepAliveConfig(Duration pingInterval, int pingMax, Duration writeDeadline) {
    public KeepAliveConfig {
        Checks.positive("pingInterval", pingInterval);
        Checks.atLeast("pingMax", pingMax, 1);
        Checks.positive("writeDeadline", writeDeadline);
    }

    public static KeepAliveConfig defaults() {
        return new KeepAliveConfig(Duration.ofMinutes(2), 2, Duration.ofSeconds(10));
    }

    public KeepAliveConfig withPingInterval(Duration pingInterval) {
        return new KeepAliveConfig(pingInterval, pingMax, writeDeadline);
    }

    public KeepAliveConfig withPingMax(int pingMax) {
        return new KeepAliveConfig(pingInterval, pingMax, writeDeadline);
    }

    public KeepAliveConfig withWriteDeadline(Duration writeDeadline) {
        return new KeepAliveConfig(pingInterval, pingMax, writeDeadline);
    }
}
