package dev.gannet.ra;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;

/** What goes wrong with a connection, in the log. That the server is away is told once elsewhere. Any thread. */
final class ConnectionErrors implements ErrorListener {
    private static final System.Logger LOG = System.getLogger("dev.gannet.ra");

    private final String name;

    ConnectionErrors(String name) {
        this.name = name;
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        LOG.log(System.Logger.Level.WARNING, name + ": the server says " + error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception failure) {
        LOG.log(System.Logger.Level.DEBUG, name + ": " + failure.getMessage(), failure);
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        LOG.log(System.Logger.Level.WARNING, name + " is slower than its messages come: some are lost");
    }
}
