package dev.gannet.client.bean;

import dev.gannet.api.Messaging;
import io.nats.client.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** What an application injects to speak for itself: {@link Messaging}, or jnats's {@link Connection}. */
@ApplicationScoped
class MessagingProducer {
    private final ClientConnections connections;

    @Inject
    MessagingProducer(ClientConnections connections) {
        this.connections = connections;
    }

    /** Is no proxy of the container's, which would cost a message more than the server does. */
    @Produces
    Messaging messaging() {
        return new InjectedMessaging(connections);
    }

    @Produces
    @ApplicationScoped
    Connection connection() {
        return connections.nats();
    }
}
