package dev.gannet.config;

/**
 * Where the monitoring endpoints ({@code /varz} and the rest) answer.
 *
 * @param host the address to bind
 * @param port 1 to 65535, {@link #OFF} for no monitoring, or {@link ListenConfig#RANDOM_PORT} for a free one
 * @param basePath what stands before every endpoint's path; {@code /} is nothing
 */
public record MonitorConfig(String host, int port, String basePath) {
    public static final int OFF = 0;

    public MonitorConfig {
        Checks.port("port", port, ListenConfig.RANDOM_PORT);
        if (!basePath.startsWith("/")) {
            throw new IllegalArgumentException("basePath: " + basePath + " (expected: starts with /)");
        }
    }

    public static MonitorConfig defaults() {
        return new MonitorConfig(ListenConfig.ANY_HOST, OFF, "/");
    }

    public boolean isOn() {
        return port != OFF;
    }
}
