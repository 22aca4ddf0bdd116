package dev.gannet.ra;

import static java.util.Objects.requireNonNull;

import dev.gannet.api.MessagingException;
import dev.gannet.client.JnatsMessaging;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool, with the handles that applications hold on it now. One that has lost its server is made anew
 * when it is lent again; the pool is told when one is closed for good.
 *
 * <p><b>Owner:</b> the container hands it to one thread at a time; handles are closed by any.
 */
final class PooledConnection implements ManagedConnection {
    private final ServerAddress address;
    private final String name;
    private final TransactedMessages.Bounds bounds;
    private final AtomicReference<@Nullable JnatsMessaging> messaging = new AtomicReference<>();
    private final AtomicReference<@Nullable TransactedMessages> transaction = new AtomicReference<>();
    private final AtomicBoolean destroyed = new AtomicBoolean();
    private final List<BorrowedConnection> handles = new CopyOnWriteArrayList<>();
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable PrintWriter logWriter;

    /**
     * Connects.
     *
     * @param name as which the server knows it
     * @throws MessagingException if no server answers
     */
    PooledConnection(ServerAddress address, String name, TransactedMessages.Bounds bounds) {
        this.address = address;
        this.name = name;
        this.bounds = bounds;
        messaging.set(address.connect(name, this::changed));
    }

    boolean isFor(ServerAddress wanted) {
        return address.equals(wanted);
    }

    JnatsMessaging messaging() {
        return requireNonNull(messaging.get());
    }

    /** Returns what the transaction holds back; null without one. */
    @Nullable
    TransactedMessages transaction() {
        return transaction.get();
    }

    boolean isConnected() {
        return messaging().connection().getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        if (handles.isEmpty() && !isConnected()) {
            connectAgain();
        }
        BorrowedConnection handle = new BorrowedConnection(this);
        handles.add(handle);
        return handle;
    }

    private void connectAgain() throws ResourceException {
        try {
            JnatsMessaging lost = messaging();
            messaging.set(address.connect(name, this::changed));
            lost.close();
        } catch (MessagingException e) {
            throw new ResourceException(e.getMessage(), e);
        }
    }

    /** A connection that is closed, though nobody here has closed it, never comes back. */
    private void changed(Connection connection, ConnectionListener.Events what) {
        if (what == ConnectionListener.Events.CLOSED && isCurrent(connection) && !destroyed.get()) {
            Exception reason = new MessagingException("the server has closed the connection for good", null);
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, reason);
            listeners.forEach(listener -> listener.connectionErrorOccurred(event));
        }
    }

    /** The first connection may tell of itself before it is returned. */
    private boolean isCurrent(Connection connection) {
        JnatsMessaging current = messaging.get();
        return current != null && current.connection() == connection;
    }

    /** An application has closed a handle. */
    void returned(BorrowedConnection handle) {
        if (handles.remove(handle)) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            listeners.forEach(listener -> listener.connectionClosed(event));
        }
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof BorrowedConnection handle)) {
            throw new ResourceException("not a connection of this adapter: " + connection);
        }
        handle.moveTo(this);
        handles.add(handle);
    }

    void forget(BorrowedConnection handle) {
        handles.remove(handle);
    }

    /** What a transaction holds back stays until that ends: a container may have a connection back before. */
    @Override
    public void cleanup() {
        handles.forEach(BorrowedConnection::invalidate);
        handles.clear();
    }

    @Override
    public void destroy() {
        destroyed.set(true);
        cleanup();
        rollBack();
        messaging().close();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws ResourceException {
        throw new NotSupportedException("NATS has no transactions in two phases");
    }

    /** Publishes at the commit what was published meanwhile. */
    @Override
    public LocalTransaction getLocalTransaction() {
        return new LocalTransaction() {
            @Override
            public void begin() {
                transaction.set(new TransactedMessages(bounds));
            }

            @Override
            public void commit() throws ResourceException {
                TransactedMessages ended = transaction.getAndSet(null);
                if (ended == null) {
                    throw new LocalTransactionException("there is no transaction to commit");
                }
                try {
                    ended.commit(messaging());
                } catch (MessagingException e) {
                    throw new LocalTransactionException(e.getMessage(), e);
                }
            }

            @Override
            public void rollback() {
                rollBack();
            }
        };
    }

    private void rollBack() {
        TransactedMessages ended = transaction.getAndSet(null);
        if (ended != null) {
            ended.rollBack();
        }
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        String user = address.login().user();
        return new ServerMetaData(user == null ? "" : user);
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        this.logWriter = writer;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    /** What is known of a server without asking it. */
    private record ServerMetaData(String user) implements ManagedConnectionMetaData {
        @Override
        public String getEISProductName() {
            return "NATS";
        }

        @Override
        public String getEISProductVersion() {
            return "2";
        }

        @Override
        public int getMaxConnections() {
            return 0; // No bound of the adapter's.
        }

        @Override
        public String getUserName() {
            return user;
        }
    }
}
