package dev.gannet.ee.connector;

import dev.gannet.engine.GannetServer;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of the NATS protocol as a JCA resource adapter: they listen from its start to its stop. It has no
 * endpoints to activate: applications are reached through the adapter that is theirs.
 *
 * <p><b>Owner:</b> whoever starts it; a stop may come from another thread.
 */
final class NatsResourceAdapter implements ResourceAdapter {
    private final GannetServer server;

    NatsResourceAdapter(GannetServer server) {
        this.server = server;
    }

    /** Clients can connect when this returns. */
    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        try {
            context.getWorkManager().doWork(new ListenWork(server));
        } catch (WorkException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ResourceAdapterInternalException(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** Ends every connection; ports and threads are free when this returns, also where somebody else is closing them. */
    @Override
    public void stop() {
        server.close();
        try {
            server.awaitClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever stops the application does not want to wait.
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        throw new NotSupportedException(
                "this adapter hosts listeners; message-driven beans use the adapter gannet.rar");
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        // None was activated.
    }

    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) {
        return null; // As the specification has it for an adapter without transactions to recover.
    }
}
