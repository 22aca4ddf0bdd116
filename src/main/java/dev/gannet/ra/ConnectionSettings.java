package dev.gannet.ra;

import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import dev.gannet.api.MessagingException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a connection factory, and how the container makes the connections of its pool: {@code url}, {@code user},
 * {@code password}, {@code name}.
 *
 * <p><b>Owner:</b> the container, until the first connection is made; nobody changes it afterwards.
 */
@ConnectionDefinition(
        connectionFactory = MessagingConnectionFactory.class,
        connectionFactoryImpl = PooledConnections.class,
        connection = MessagingConnection.class,
        connectionImpl = BorrowedConnection.class)
public final class ConnectionSettings extends ServerProperties implements ManagedConnectionFactory {
    private static final long serialVersionUID = 1L;

    private String name = "gannet.rar";
    private transient @Nullable PrintWriter logWriter;

    @Override
    public Object createConnectionFactory(ConnectionManager pool) {
        return new PooledConnections(this, pool);
    }

    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new ResourceException("only a container pools connections; without one use JnatsMessaging");
    }

    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        try {
            return new PooledConnection(address().connect(name));
        } catch (MessagingException e) {
            throw new ResourceException(e.getMessage(), e);
        }
    }

    /** Any connection of the pool will do: they differ in nothing. */
    @Override
    public @Nullable ManagedConnection matchManagedConnections(
            @SuppressWarnings("rawtypes") Set connections,
            @Nullable Subject subject,
            @Nullable ConnectionRequestInfo info) {
        for (Object connection : connections) {
            if (connection instanceof PooledConnection pooled) {
                return pooled;
            }
        }
        return null;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        this.logWriter = writer;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionSettings that && address().equals(that.address()) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address(), name);
    }
}
