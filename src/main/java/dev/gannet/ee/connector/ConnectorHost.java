package dev.gannet.ee.connector;

import dev.gannet.engine.GannetServer;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Starts the connector with the application and stops it with it. An application whose server cannot start is not
 * deployed.
 */
@ApplicationScoped
class ConnectorHost {
    @Inject
    GannetServer server;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService executor;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    private @Nullable NatsResourceAdapter adapter;

    void start(@Observes @Priority(Interceptor.Priority.APPLICATION) Startup event)
            throws ResourceAdapterInternalException {
        NatsResourceAdapter started = new NatsResourceAdapter(server);
        adapter = started;
        started.start(new ContainerBootstrapContext(new WorkExecutor(executor), transactions));
    }

    @PreDestroy
    void stop() {
        if (adapter != null) {
            adapter.stop();
        }
    }
}
