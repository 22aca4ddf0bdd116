package dev.gannet.payara;

import io.nats.client.Options;
import java.time.Duration;

/** Connections of the NATS Java client, as these tests want them. */
final class Clients {
    static final Duration SOON = Duration.ofSeconds(10);

    private Clients() {}

    /** Options of a client that does not come back when its connection is lost. */
    static Options.Builder options(int port) {
        return new Options.Builder()
                .server("nats://127.0.0.1:" + port)
                .connectionName("test")
                .connectionTimeout(SOON)
                .noReconnect();
    }
}
