package dev.gannet.client;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;

/** What goes wrong with a connection, in a log. That the server is away is told once elsewhere. Any thread. */
public final class ConnectionErrors implements ErrorListener {
    private final System.Logger log;
    private final String name;

    /** Tells {@code log} of the connection {@code name}. */
    public ConnectionErrors(System.Logger log, String name) {
        this.log = log;
        this.name = name;
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        log.log(System.Logger.Level.WARNING, name + ": the server says " + error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception failure) {
        log.log(System.Logger.Level.DEBUG, name + ": " + failure.getMessage(), failure);
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        log.log(System.Logger.Level.WARNING, name + " is slower than its messages come: some are lost");
    }
}
