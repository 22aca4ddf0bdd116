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
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a connection factory, and how the container makes the connections of its pool: those of
 * {@link ServerProperties}, {@code name}, {@code transactionMessagesMax} and {@code transactionBytesMax}.
 *
 * <p><b>Owner:</b> the container, until the first connection is made; nobody changes it afterwards.
 */
@ConnectionDefinition(
        connectionFactory = MessagingConnectionFactory.class,
        connectionFactoryImpl = PooledConnections.class,
        connection = MessagingConnection.class,
        connectionImpl = BorrowedConnection.class)
public final class ConnectionSettings extends ServerProperties
        implements ManagedConnectionFactory, ValidatingManagedConnectionFactory {
    private static final long serialVersionUID = 1L;

    private static final int MESSAGES_MAX = 10_000;
    private static final long BYTES_MAX = 64L << 20;

    private String name = "gannet.rar";
    private int transactionMessagesMax = MESSAGES_MAX;
    private long transactionBytesMax = BYTES_MAX;
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
            checkServer();
            return new PooledConnection(
                    addressFor(subject),
                    name,
                    new TransactedMessages.Bounds(transactionMessagesMax, transactionBytesMax));
        } catch (IllegalArgumentException e) {
            throw new ResourceException("connection factory " + name + ": " + e.getMessage(), e);
        } catch (MessagingException e) {
            throw new ResourceException(e.getMessage(), e);
        }
    }

    /** Whom the container has signed on comes before who stands in the properties. */
    private ServerAddress addressFor(@Nullable Subject subject) {
        ServerAddress address = address();
        if (subject == null) {
            return address;
        }
        return subject.getPrivateCredentials(PasswordCredential.class).stream()
                .filter(credential -> equals(credential.getManagedConnectionFactory()))
                .findFirst()
                .map(credential -> address.as(credential.getUserName(), String.valueOf(credential.getPassword())))
                .orElse(address);
    }

    /** Any connection of the same user will do, but one that is there is better than one that is not. */
    @Override
    public @Nullable ManagedConnection matchManagedConnections(
            @SuppressWarnings("rawtypes") Set connections,
            @Nullable Subject subject,
            @Nullable ConnectionRequestInfo info) {
        ServerAddress wanted = addressFor(subject);
        PooledConnection any = null;
        for (Object connection : connections) {
            if (connection instanceof PooledConnection pooled && pooled.isFor(wanted)) {
                if (pooled.isConnected()) {
                    return pooled;
                }
                any = pooled;
            }
        }
        return any;
    }

    /** Returns those that have lost their server. */
    @Override
    public Set<?> getInvalidConnections(@SuppressWarnings("rawtypes") Set connections) {
        Set<Object> invalid = new HashSet<>();
        for (Object connection : connections) {
            if (connection instanceof PooledConnection pooled && !pooled.isConnected()) {
                invalid.add(pooled);
            }
        }
        return invalid;
    }

    public int getTransactionMessagesMax() {
        return transactionMessagesMax;
    }

    public void setTransactionMessagesMax(int messages) {
        this.transactionMessagesMax = messages;
    }

    public long getTransactionBytesMax() {
        return transactionBytesMax;
    }

    public void setTransactionBytesMax(long bytes) {
        this.transactionBytesMax = bytes;
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
        return other instanceof ConnectionSettings that
                && address().equals(that.address())
                && name.equals(that.name)
                && transactionMessagesMax == that.transactionMessagesMax
                && transactionBytesMax == that.transactionBytesMax;
    }

    @Override
    public int hashCode() {
        return Objects.hash(address(), name, transactionMessagesMax, transactionBytesMax);
    }
}
