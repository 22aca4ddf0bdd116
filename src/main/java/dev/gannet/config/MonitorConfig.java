package dev.gannet.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the monitoring endpoints ({@code /varz} and the rest) answer.
 *
 * @param host the address to bind
 * @param port where plain HTTP is answered: 1 to 65535, {@link #OFF} for nowhere, or {@link ListenConfig#RANDOM_PORT} for
 *     a free one
 * @param httpsPort the same for HTTPS, with the certificate that clients are shown; only one of the two may be on
 * @param basePath what stands before every endpoint's path; {@code /} is nothing
 * @param isRefused whether nothing is to be answered over HTTP, also where the server's host would by itself
 */
public record MonitorConfig(String host, int port, int httpsPort, String basePath, boolean isRefused) {
    public static final int OFF = 0;

    public MonitorConfig {
        Checks.port("port", port, ListenConfig.RANDOM_PORT);
        Checks.port("httpsPort", httpsPort, ListenConfig.RANDOM_PORT);
        if (!basePath.startsWith("/")) {
            throw new IllegalArgumentException("basePath: " + basePath + " (expected: starts with /)");
        }
        int any = port == OFF ? httpsPort : port;
        if (isRefused && any != OFF) {
            throw new IllegalArgumentException("port: " + any + " (expected: " + OFF + ", since HTTP is refused)");
        }
    }

    public MonitorConfig(String host, int port, String basePath) {
        this(host, port, OFF, basePath, false);
    }

    public static MonitorConfig defaults() {
        return new MonitorConfig(ListenConfig.ANY_HOST, OFF, "/");
    }

    public boolean isOn() {
        return port != OFF || httpsPort != OFF;
    }

    /** Returns whether the endpoints answer over HTTPS. */
    public boolean isEncrypted() {
        return httpsPort != OFF;
    }

    /** Returns the one port that is on, or {@link #OFF}. */
    public int anyPort() {
        return isEncrypted() ? httpsPort : port;
    }

    /** Returns what keeps a server from answering there, in the reference server's words; null if nothing does. */
    @Nullable
    String problem(@Nullable TlsConfig tls) {
        if (port != OFF && httpsPort != OFF) {
            return "can't specify both HTTP (" + port + ") and HTTPs (" + httpsPort + ") ports";
        }
        return isEncrypted() && tls == null ? "TLS cert and key required for HTTPS" : null;
    }
}
