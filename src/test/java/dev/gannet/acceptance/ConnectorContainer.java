package dev.gannet.acceptance;

import dev.gannet.api.Message;
import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import dev.gannet.api.StreamListener;
import dev.gannet.api.StreamMessage;
import dev.gannet.api.SubjectListener;
import dev.gannet.ra.ConnectionSettings;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.transaction.xa.XAResource;

/** What a resource adapter needs of a container, and nothing else: threads, a pool, beans, transactions. */
final class ConnectorContainer implements BootstrapContext, AutoCloseable {
    private static final ThreadLocal<Transaction> CURRENT = new ThreadLocal<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    static ConnectionSettings settings(String url) {
        ConnectionSettings settings = new ConnectionSettings();
        settings.setUrl(url);
        return settings;
    }

    /** A transaction of a bean's call. */
    private static final class Transaction {
        final List<Synchronization> synchronizations = new ArrayList<>();
        boolean rollsBack;
    }

    void setRollbackOnly() {
        CURRENT.get().rollsBack = true;
    }

    @Override
    public WorkManager getWorkManager() {
        return new Threads();
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return new Registry();
    }

    @Override
    public XATerminator getXATerminator() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Timer createTimer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> context) {
        return false;
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private final class Threads implements WorkManager {
        @Override
        public void scheduleWork(Work work) {
            threads.execute(work);
        }

        @Override
        public void scheduleWork(Work work, long timeoutMillis, ExecutionContext context, WorkListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void doWork(Work work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void doWork(Work work, long timeoutMillis, ExecutionContext context, WorkListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long startWork(Work work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long startWork(Work work, long timeoutMillis, ExecutionContext context, WorkListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Registry implements TransactionSynchronizationRegistry {
        @Override
        public Object getTransactionKey() {
            return CURRENT.get();
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            CURRENT.get().synchronizations.add(synchronization);
        }

        @Override
        public void putResource(Object key, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object getResource(Object key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getTransactionStatus() {
            return CURRENT.get() == null ? Status.STATUS_NO_TRANSACTION : Status.STATUS_ACTIVE;
        }

        @Override
        public void setRollbackOnly() {
            CURRENT.get().rollsBack = true;
        }

        @Override
        public boolean getRollbackOnly() {
            return CURRENT.get().rollsBack;
        }
    }

    /** A pool that keeps every connection, and has those that are lent in a transaction take part in it. */
    static final class Pool implements ConnectionManager, ConnectionEventListener {
        private static final long serialVersionUID = 1L;

        final transient Set<ManagedConnection> free = ConcurrentHashMap.newKeySet();
        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger broken = new AtomicInteger();
        private final transient List<LocalTransaction> enlisted = new ArrayList<>();
        private final transient Set<ManagedConnection> closed = new HashSet<>();
        private boolean inTransaction;

        MessagingConnectionFactory of(ConnectionSettings settings) {
            return (MessagingConnectionFactory) settings.createConnectionFactory(this);
        }

        void begin() {
            inTransaction = true;
        }

        void commit() throws ResourceException {
            inTransaction = false;
            free.addAll(closed);
            for (LocalTransaction transaction : enlisted) {
                transaction.commit();
            }
            enlisted.clear();
        }

        void rollBack() throws ResourceException {
            inTransaction = false;
            free.addAll(closed);
            for (LocalTransaction transaction : enlisted) {
                transaction.rollback();
            }
            enlisted.clear();
        }

        @Override
        public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
                throws ResourceException {
            ManagedConnection connection = factory.matchManagedConnections(free, null, info);
            if (connection == null) {
                connection = factory.createManagedConnection(null, info);
                connection.addConnectionEventListener(this);
                made.incrementAndGet();
            }
            Object handle = connection.getConnection(null, info);
            free.remove(connection);
            if (inTransaction) {
                LocalTransaction transaction = connection.getLocalTransaction();
                transaction.begin();
                enlisted.add(transaction);
            }
            return handle;
        }

        /** One of a transaction is lent again when that has ended. */
        @Override
        public void connectionClosed(ConnectionEvent event) {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            try {
                connection.cleanup();
            } catch (ResourceException e) {
                throw new AssertionError(e);
            }
            (inTransaction ? closed : free).add(connection);
        }

        void destroy() throws ResourceException {
            for (ManagedConnection connection : free) {
                connection.destroy();
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            free.remove(connection);
            broken.incrementAndGet();
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            throw new AssertionError(event);
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            throw new AssertionError(event);
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            throw new AssertionError(event);
        }
    }

    /** A bean, and what was done around its calls. */
    final class Beans implements MessageEndpointFactory {
        final AtomicInteger before = new AtomicInteger();
        final AtomicInteger open = new AtomicInteger();
        private final Consumer<? super StreamMessage> ofStream;
        private final Consumer<? super Message> ofSubject;
        private final boolean transacted;

        private Beans(
                Consumer<? super Message> ofSubject, Consumer<? super StreamMessage> ofStream, boolean transacted) {
            this.ofSubject = ofSubject;
            this.ofStream = ofStream;
            this.transacted = transacted;
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource resource) {
            open.incrementAndGet();
            return new Endpoint(this);
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource resource, long timeoutMillis) {
            return createEndpoint(resource);
        }

        @Override
        public boolean isDeliveryTransacted(Method method) {
            return transacted;
        }

        @Override
        public String getActivationName() {
            return "beans";
        }

        @Override
        public Class<?> getEndpointClass() {
            return Beans.class;
        }
    }

    Beans bean(SubjectListener bean) {
        return new Beans(bean::onMessage, message -> {}, false);
    }

    Beans streamBean(StreamListener bean) {
        return new Beans(message -> {}, bean::onMessage, false);
    }

    Beans transactedStreamBean(StreamListener bean) {
        return new Beans(message -> {}, bean::onMessage, true);
    }

    /** One delivery. */
    private final class Endpoint implements MessageEndpoint, SubjectListener, StreamListener {
        private final Beans beans;

        Endpoint(Beans beans) {
            this.beans = beans;
        }

        @Override
        public void beforeDelivery(Method method) {
            beans.before.incrementAndGet();
            if (beans.transacted) {
                CURRENT.set(new Transaction());
            }
        }

        @Override
        public void onMessage(Message message) {
            call(() -> beans.ofSubject.accept(message));
        }

        @Override
        public void onMessage(StreamMessage message) {
            call(() -> beans.ofStream.accept(message));
        }

        private void call(Runnable bean) {
            try {
                bean.run();
            } catch (RuntimeException e) {
                if (beans.transacted) {
                    setRollbackOnly();
                }
                throw e;
            }
        }

        @Override
        public void afterDelivery() {
            Transaction ended = CURRENT.get();
            CURRENT.remove();
            if (ended != null) {
                int status = ended.rollsBack ? Status.STATUS_ROLLEDBACK : Status.STATUS_COMMITTED;
                ended.synchronizations.forEach(synchronization -> synchronization.afterCompletion(status));
            }
        }

        @Override
        public void release() {
            beans.open.decrementAndGet();
        }
    }

    /** Borrows one that nobody shares. */
    static MessagingConnection connect(String url) {
        return new Pool().of(settings(url)).getConnection();
    }
}
