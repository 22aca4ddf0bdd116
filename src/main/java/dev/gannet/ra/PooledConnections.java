package dev.gannet.ra;

import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import dev.gannet.api.MessagingException;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/** The connection factory that an application sees. Any thread. */
public final class PooledConnections implements MessagingConnectionFactory, Referenceable {
    private static final long serialVersionUID = 1L;

    private final ConnectionSettings settings;
    private final transient ConnectionManager pool;
    private @Nullable Reference reference;

    PooledConnections(ConnectionSettings settings, ConnectionManager pool) {
        this.settings = settings;
        this.pool = pool;
    }

    @Override
    public MessagingConnection getConnection() {
        try {
            return (MessagingConnection) pool.allocateConnection(settings, null);
        } catch (ResourceException e) {
            throw new MessagingException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public @Nullable Reference getReference() {
        return reference;
    }
}
