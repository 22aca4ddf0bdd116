package dev.gannet.ra;

import dev.gannet.api.Message;
import dev.gannet.api.StreamListener;
import dev.gannet.api.StreamMessage;
import dev.gannet.api.SubjectListener;
import dev.gannet.client.stream.StreamSettings;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The adapter: activates message-driven beans, each with a connection of its own. Any thread.
 *
 * <p>What is published in a transaction goes out at its commit. That is no second phase: a container lets this adapter commit
 * last, or alone.
 */
@Connector(
        displayName = "Gannet",
        description = "NATS messaging for applications",
        vendorName = "Gannet",
        eisType = "NATS",
        version = "1",
        transactionSupport = TransactionSupportLevel.LocalTransaction)
public final class GannetResourceAdapter implements ResourceAdapter {
    private final Map<Activation, ServerLink> links = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable BootstrapContext> container = new AtomicReference<>();

    /** What an endpoint is known by. */
    private record Activation(MessageEndpointFactory factory, ActivationSpec spec) {}

    @Override
    public void start(BootstrapContext context) {
        container.set(context);
    }

    @Override
    public void stop() {
        links.values().forEach(ServerLink::close);
        links.clear();
        container.set(null);
    }

    /** Returns at once, whether the server is there or not. */
    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        ServerLink link;
        try {
            spec.validate();
            link = link(factory, spec);
        } catch (InvalidPropertyException e) {
            throw new InvalidPropertyException(bean(factory) + ": " + e.getMessage(), e);
        }
        links.put(new Activation(factory, spec), link);
        link.open();
    }

    private ServerLink link(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        BootstrapContext context = container.get();
        if (context == null) {
            throw new ResourceException(bean(factory) + ": the resource adapter has not started");
        }
        Executor threads = new ContainerThreads(context.getWorkManager());
        String name = "gannet.rar " + bean(factory);
        if (spec instanceof SubjectActivation subject) {
            BeanCalls calls = calls(factory, SubjectListener.class, Message.class);
            return new ServerLink(
                    name, subject.address(), messaging -> new SubjectBean(calls, subject, threads, messaging));
        }
        if (spec instanceof StreamActivation stream) {
            BeanCalls calls = calls(factory, StreamListener.class, StreamMessage.class);
            StreamSettings settings = stream.settings();
            return new ServerLink(
                    name, stream.address(), messaging -> new StreamBean(calls, settings, threads, messaging));
        }
        throw new ResourceException("not an activation of this adapter: " + spec);
    }

    private BeanCalls calls(MessageEndpointFactory factory, Class<?> listener, Class<?> message)
            throws ResourceException {
        BootstrapContext context = container.get();
        return new BeanCalls(
                factory, listener, message, context == null ? null : context.getTransactionSynchronizationRegistry());
    }

    private static String bean(MessageEndpointFactory factory) {
        Class<?> type = factory.getEndpointClass();
        return "bean " + (type == null ? factory.getActivationName() : type.getName());
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        ServerLink link = links.remove(new Activation(factory, spec));
        if (link != null) {
            link.close();
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
