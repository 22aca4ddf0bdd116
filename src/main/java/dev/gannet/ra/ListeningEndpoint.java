package dev.gannet.ra;

import dev.gannet.api.Message;
import dev.gannet.api.MessagingException;
import dev.gannet.api.SubjectListener;
import dev.gannet.client.JnatsMessaging;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;

/**
 * A message-driven bean that is told of messages. The container gives an instance for each message; where the bean fails,
 * the failure is logged and the next message comes: core NATS delivers at most once.
 *
 * <p><b>Owner:</b> the thread of its subscription delivers; any thread closes.
 */
final class ListeningEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.gannet.ra");

    private final MessageEndpointFactory factory;
    private final JnatsMessaging messaging;
    private final Method onMessage;

    private ListeningEndpoint(MessageEndpointFactory factory, JnatsMessaging messaging, Method onMessage) {
        this.factory = factory;
        this.messaging = messaging;
        this.onMessage = onMessage;
    }

    static ListeningEndpoint open(MessageEndpointFactory factory, SubjectActivation activation)
            throws ResourceException {
        try {
            Method onMessage = SubjectListener.class.getMethod("onMessage", Message.class);
            JnatsMessaging messaging = activation.address().connect("gannet.rar " + activation.getSubject());
            ListeningEndpoint endpoint = new ListeningEndpoint(factory, messaging, onMessage);
            endpoint.listen(activation);
            return endpoint;
        } catch (NoSuchMethodException | MessagingException e) {
            throw new ResourceException("bean for " + activation.getSubject() + ": " + e.getMessage(), e);
        }
    }

    private void listen(SubjectActivation activation) {
        try {
            messaging.subscribe(activation.getSubject(), activation.getQueue(), this::deliver);
        } catch (MessagingException e) {
            close();
            throw e;
        }
    }

    private void deliver(Message message) {
        try {
            MessageEndpoint endpoint = factory.createEndpoint(null);
            try {
                endpoint.beforeDelivery(onMessage);
                ((SubjectListener) endpoint).onMessage(message);
            } finally {
                endpoint.afterDelivery();
                endpoint.release();
            }
        } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a bean failed with a message to " + message.subject(), e);
        }
    }

    @Override
    public void close() {
        messaging.close();
    }
}
