package dev.gannet.ra;

import dev.gannet.api.MessagingException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a message-driven bean is called: each time with an instance and, if it wants one, a transaction. Any thread. */
final class BeanCalls {
    private final MessageEndpointFactory factory;
    private final Method onMessage;
    private final @Nullable TransactionSynchronizationRegistry transactions;

    /**
     * Looks for the method.
     *
     * @param transactions who knows how transactions end; null where nobody does
     * @throws ResourceException if the listener has no such method
     */
    BeanCalls(
            MessageEndpointFactory factory,
            Class<?> listener,
            Class<?> message,
            @Nullable TransactionSynchronizationRegistry transactions)
            throws ResourceException {
        this.factory = factory;
        this.transactions = transactions;
        try {
            this.onMessage = listener.getMethod("onMessage", message);
        } catch (NoSuchMethodException e) {
            throw new ResourceException(listener + ": " + e.getMessage(), e);
        }
    }

    /**
     * Calls it, and returns when its transaction has committed.
     *
     * @throws MessagingException if the transaction was rolled back
     * @throws ResourceException if the container has no instance, or cannot begin or commit
     * @throws NoSuchMethodException if the container does not know the method
     */
    void call(Consumer<MessageEndpoint> bean) throws ResourceException, NoSuchMethodException {
        MessageEndpoint endpoint = factory.createEndpoint(null);
        try {
            endpoint.beforeDelivery(onMessage);
            Ending ending = watchTransaction();
            RuntimeException failure = null;
            try {
                bean.accept(endpoint);
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            } finally {
                end(endpoint, failure);
            }
            if (ending != null && !ending.isCommitted()) {
                throw new MessagingException("the transaction of the bean was rolled back", null);
            }
        } finally {
            endpoint.release();
        }
    }

    /** What the bean has thrown is the reason; that there is no commit then follows from it. */
    private static void end(MessageEndpoint endpoint, @Nullable RuntimeException failure) throws ResourceException {
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }

    private @Nullable Ending watchTransaction() throws NoSuchMethodException {
        if (transactions == null
                || !factory.isDeliveryTransacted(onMessage)
                || transactions.getTransactionKey() == null) {
            return null;
        }
        Ending ending = new Ending();
        transactions.registerInterposedSynchronization(ending);
        return ending;
    }

    /** How a transaction has ended: a bean may have it rolled back without failing. */
    private static final class Ending implements Synchronization {
        private final AtomicInteger status = new AtomicInteger(Status.STATUS_UNKNOWN);

        @Override
        public void beforeCompletion() {
            // Nothing is to be done before it.
        }

        @Override
        public void afterCompletion(int ended) {
            status.set(ended);
        }

        boolean isCommitted() {
            return status.get() == Status.STATUS_COMMITTED;
        }
    }
}
