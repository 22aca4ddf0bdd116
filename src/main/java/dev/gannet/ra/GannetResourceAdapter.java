package dev.gannet.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** The adapter: activates message-driven beans, each with a connection of its own. Any thread. */
@Connector(
        displayName = "Gannet",
        description = "NATS messaging for applications",
        vendorName = "Gannet",
        eisType = "NATS",
        version = "1",
        transactionSupport = TransactionSupportLevel.NoTransaction)
public final class GannetResourceAdapter implements ResourceAdapter {
    private final Map<Activation, ListeningEndpoint> endpoints = new ConcurrentHashMap<>();

    /** What an endpoint is known by. */
    private record Activation(MessageEndpointFactory factory, ActivationSpec spec) {}

    @Override
    public void start(BootstrapContext context) {
        // There is nothing to start before somebody wants a connection.
    }

    @Override
    public void stop() {
        endpoints.values().forEach(ListeningEndpoint::close);
        endpoints.clear();
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof SubjectActivation subject)) {
            throw new ResourceException("not an activation of this adapter: " + spec);
        }
        subject.validate();
        ListeningEndpoint endpoint = ListeningEndpoint.open(factory, subject);
        endpoints.put(new Activation(factory, spec), endpoint);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        ListeningEndpoint endpoint = endpoints.remove(new Activation(factory, spec));
        if (endpoint != null) {
            endpoint.close();
        }
    }

    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) {
        return null; // As the specification has it for an adapter without transactions to recover.
    }

    /** All adapters without settings of their own are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GannetResourceAdapter;
    }

    @Override
    public int hashCode() {
        return GannetResourceAdapter.class.hashCode();
    }
}
