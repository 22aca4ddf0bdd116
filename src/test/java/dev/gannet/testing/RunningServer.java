package dev.gannet.testing;

import java.io.IOException;

/** A server that a test has started, whatever host it runs in. It listens on loopback only. */
public interface RunningServer extends AutoCloseable {
    int clientPort();

    /** The port of the monitoring endpoints. The server's configuration must ask for them. */
    int monitoringPort();

    default String url() {
        return "nats://127.0.0.1:" + clientPort();
    }

    /** Replaces the configuration and has the server read it; returns when it is in force. */
    void reload(String configuration) throws IOException;

    void enterLameDuckMode() throws IOException;

    @Override
    void close() throws IOException;
}
