package dev.gannet.ra;

import dev.gannet.api.Messaging;
import dev.gannet.client.JnatsMessaging;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool, with the handles that applications hold on it now.
 *
 * <p><b>Owner:</b> the container hands it to one thread at a time; handles are closed by any.
 */
final class PooledConnection implements ManagedConnection {
    private final JnatsMessaging messaging;
    private final List<BorrowedConnection> handles = new CopyOnWriteArrayList<>();
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable PrintWriter logWriter;

    PooledConnection(JnatsMessaging messaging) {
        this.messaging = messaging;
    }

    Messaging messaging() {
        return messaging;
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info) {
        BorrowedConnection handle = new BorrowedConnection(this);
        handles.add(handle);
        return handle;
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

    @Override
    public void cleanup() {
        handles.forEach(BorrowedConnection::invalidate);
        handles.clear();
    }

    @Override
    public void destroy() {
        cleanup();
        messaging.close();
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
        throw new NotSupportedException("NATS has no transactions");
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        throw new NotSupportedException("NATS has no transactions");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return ServerMetaData.INSTANCE;
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
    private enum ServerMetaData implements ManagedConnectionMetaData {
        INSTANCE;

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
            return "";
        }
    }
}
