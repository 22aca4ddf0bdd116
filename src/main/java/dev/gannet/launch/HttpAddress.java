package dev.gannet.launch;

import dev.gannet.config.MonitorConfig;
import dev.gannet.process.StartFailure;
import java.io.IOException;

/**
 * Where the container answers HTTP.
 *
 * @param host the address to bind
 * @param port to listen on, or {@link MonitorConfig#OFF} for no HTTP at all
 * @param isEncrypted whether it is HTTPS
 */
record HttpAddress(String host, int port, boolean isEncrypted) {
    static final String DEFAULT_HOST = "127.0.0.1";
    static final int DEFAULT_PORT = 8222;

    HttpAddress {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
    }

    HttpAddress(String host, int port) {
        this(host, port, false);
    }

    /**
     * Monitoring is where it was asked for, or nowhere. Where nothing was said the container answers this machine alone,
     * on the usual port if that is free: several servers can be started without a word about it.
     */
    static HttpAddress of(MonitorConfig settings, Ports ports) throws StartFailure, IOException {
        if (settings.isRefused()) {
            return new HttpAddress(DEFAULT_HOST, MonitorConfig.OFF);
        }
        if (settings.isOn()) {
            return new HttpAddress(settings.host(), ports.free(settings), settings.isEncrypted());
        }
        return new HttpAddress(DEFAULT_HOST, ports.freeOrOther(DEFAULT_HOST, DEFAULT_PORT));
    }

    boolean isOn() {
        return port != MonitorConfig.OFF;
    }
}
