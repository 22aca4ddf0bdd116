package dev.gannet.config;

import org.jspecify.annotations.Nullable;

/**
 * Where clients connect.
 *
 * @param host the address to bind; {@code 0.0.0.0} is every interface
 * @param port 1 to 65535, or {@link #RANDOM_PORT} for a free one
 * @param advertise the {@code host[:port]} that clients are told instead of the bound address, or null
 */
public record ListenConfig(String host, int port, @Nullable String advertise) {
    public static final String ANY_HOST = "0.0.0.0";
    public static final int DEFAULT_PORT = 4222;
    public static final int RANDOM_PORT = -1;

    public ListenConfig {
        Checks.port("port", port, RANDOM_PORT);
        if (port == 0) {
            throw new IllegalArgumentException("port: 0 (expected: 1 to 65535, or -1 for a free one)");
        }
    }

    public static ListenConfig defaults() {
        return new ListenConfig(ANY_HOST, DEFAULT_PORT, null);
    }

    public ListenConfig withHost(String host) {
        return new ListenConfig(host, port, advertise);
    }

    public ListenConfig withPort(int port) {
        return new ListenConfig(host, port, advertise);
    }

    public ListenConfig withAdvertise(@Nullable String advertise) {
        return new ListenConfig(host, port, advertise);
    }
}
