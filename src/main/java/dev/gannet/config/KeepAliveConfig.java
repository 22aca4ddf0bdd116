package dev.gannet.config;

import dev.gannet.config.peer.WriteTimeout;
import java.time.Duration;

/**
 * How the server finds out that a peer is gone.
 *
 * @param pingInterval how long a connection may be silent before it is sent a {@code PING}
 * @param pingMax how many unanswered {@code PING}s a connection may have; one more closes it as stale
 * @param writeDeadline how long one write to a peer may take
 * @param writeTimeout what becomes of a client when a write takes longer
 */
public record KeepAliveConfig(Duration pingInterval, int pingMax, Duration writeDeadline, WriteTimeout writeTimeout) {
    public KeepAliveConfig {
        Checks.positive("pingInterval", pingInterval);
        Checks.atLeast("pingMax", pingMax, 1);
        Checks.positive("writeDeadline", writeDeadline);
    }

    public static KeepAliveConfig defaults() {
        return new KeepAliveConfig(Duration.ofMinutes(2), 2, Duration.ofSeconds(10), WriteTimeout.DEFAULT);
    }

    public KeepAliveConfig withPingInterval(Duration pingInterval) {
        return new KeepAliveConfig(pingInterval, pingMax, writeDeadline, writeTimeout);
    }

    public KeepAliveConfig withPingMax(int pingMax) {
        return new KeepAliveConfig(pingInterval, pingMax, writeDeadline, writeTimeout);
    }

    public KeepAliveConfig withWriteDeadline(Duration writeDeadline) {
        return new KeepAliveConfig(pingInterval, pingMax, writeDeadline, writeTimeout);
    }

    public KeepAliveConfig withWriteTimeout(WriteTimeout writeTimeout) {
        return new KeepAliveConfig(pingInterval, pingMax, writeDeadline, writeTimeout);
    }
}
