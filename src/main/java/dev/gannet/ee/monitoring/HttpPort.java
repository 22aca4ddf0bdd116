package dev.gannet.ee.monitoring;

import dev.gannet.config.MonitorConfig;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * The port on which the endpoints answer. The container listens there, not the server: what is expected is believed
 * until a request says better. Any thread.
 */
final class HttpPort implements IntSupplier {
    private final AtomicInteger port;

    /**
     * @param expected where it probably answers, or {@link MonitorConfig#OFF} if nobody knows
     */
    HttpPort(int expected) {
        port = new AtomicInteger(expected);
    }

    @Override
    public int getAsInt() {
        return port.get();
    }

    /** Notes that a request came in over {@code used}. */
    void used(int used) {
        if (port.get() != used) {
            port.set(used);
        }
    }
}
