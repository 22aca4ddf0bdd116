package dev.gannet.ee.connector;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;

/** What a container gives a resource adapter at its start, made of the services that it gives an application. */
final class ContainerBootstrapContext implements BootstrapContext {
    private final WorkManager workManager;
    private final TransactionSynchronizationRegistry transactions;

    ContainerBootstrapContext(WorkManager workManager, TransactionSynchronizationRegistry transactions) {
        this.workManager = workManager;
        this.transactions = transactions;
    }

    @Override
    public WorkManager getWorkManager() {
        return workManager;
    }

    /** No transaction comes from outside over NATS. */
    @Override
    public XATerminator getXATerminator() {
        throw new UnsupportedOperationException("transactions are not imported");
    }

    @Override
    public Timer createTimer() throws UnavailableException {
        return new Timer("gannet-connector", true);
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> context) {
        return false;
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return transactions;
    }
}
