package dev.gannet.acceptance;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a client was told of: errors that the server sent, and the turns of the connection's life.
 *
 * <p><b>Owner:</b> none; the client's threads add and the test's thread reads.
 */
final class ClientEvents implements ErrorListener, ConnectionListener {
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Events> events = new CopyOnWriteArrayList<>();

    /** The texts of {@code -ERR}, in order. */
    List<String> errors() {
        return errors;
    }

    List<Events> events() {
        return events;
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        errors.add(error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        // A broken connection is told of as an event.
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        errors.add("slow consumer");
    }

    @Override
    @SuppressWarnings("deprecation") // The listener's one abstract method.
    public void connectionEvent(Connection connection, Events type) {
        events.add(type);
    }
}
