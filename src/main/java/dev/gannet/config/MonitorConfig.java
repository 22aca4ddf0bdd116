package dev.gannet.config;

/**
 * Where the monitoring endpoints ({@code /varz} and the rest) answer.
 *
 * @param host the address to bind
 * @param port 1 to 65535, {@link #OFF} for no monitoring, or {@link ListenConfig#RANDOM_PORT} for a free one
 * @param basePath what stands before every endpoint's path; {@code /} is nothing
 * @param isRefused whether nothing is to be answered over HTTP, also where the server's host would by itself
 */
public record MonitorConfig(String host, int port, String basePath, boolean isRefused) {
    public static final int OFF = 0;

    public MonitorConfig {
        Checks.port("port", port, ListenConfig.RANDOM_PORT);
        if (!basePath.startsWith("/")) {
            throw new IllegalArgumentException("basePath: " + basePath + " (expected: starts with /)");
        }
        if (isRefused && port != OFF) {
            throw new IllegalArgumentException("port: " + port + " (expected: " + OFF + ", since HTTP is refused)");
        }
    }

    public MonitorConfig(String host, int port, String basePath) {
        this(host, port, basePath, false);
    }

    public static MonitorConfig defaults() {
        return new MonitorConfig(ListenConfig.ANY_HOST, OFF, "/");
    }

    public boolean isOn() {
        return port != OFF;
    }
}
