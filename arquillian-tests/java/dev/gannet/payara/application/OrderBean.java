package dev.gannet.payara.application;

import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import dev.gannet.api.StreamListener;
import dev.gannet.api.StreamMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import org.jspecify.annotations.Nullable;

/**
 * Says of each order that it is done, in the transaction of its delivery. That of an order whose text is {@code again} is
 * rolled back the first time. Where the server is stands in the deployment descriptor.
 */
@MessageDriven(
        name = "OrderBean",
        messageListenerInterface = StreamListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "stream", propertyValue = "ORDERS"),
            @ActivationConfigProperty(propertyName = "consumer", propertyValue = "desk"),
            @ActivationConfigProperty(propertyName = "backoffMillis", propertyValue = "10,50"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "connector")
        })
public class OrderBean implements StreamListener {
    @Resource(lookup = "java:app/gannet/connections")
    @Nullable
    MessagingConnectionFactory connections;

    @Resource
    @Nullable
    MessageDrivenContext context;

    @Override
    public void onMessage(StreamMessage message) {
        MessagingConnectionFactory factory = connections;
        MessageDrivenContext around = context;
        if (factory == null || around == null) {
            throw new IllegalStateException("The container has injected nothing");
        }
        try (MessagingConnection connection = factory.getConnection()) {
            connection.publish("done", message.text() + " " + message.deliveries());
        }
        if (message.text().equals("again") && message.deliveries() == 1) {
            around.setRollbackOnly();
        }
    }
}
