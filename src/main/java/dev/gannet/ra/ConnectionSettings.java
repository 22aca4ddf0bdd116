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
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
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
public final class ConnectionSettings implements ManagedConnectionFactory, ResourceAdapterAssociation {
    private static final long serialVersionUID = 1L;

    private String url = ServerAddress.DEFAULT_URL;
    private String name = "gannet.rar";
    private @Nullable String user;
    private @Nullable String password;
    private transient @Nullable ResourceAdapter resourceAdapter;
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

    private ServerAddress address() {
        return new ServerAddress(url, user, password);
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public @Nullable String getUser() {
        return user;
    }

    public void setUser(@Nullable String user) {
        this.user = user;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(@Nullable ResourceAdapter adapter) {
        this.resourceAdapter = adapter;
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
