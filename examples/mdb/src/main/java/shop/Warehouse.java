package shop;

import dev.gannet.api.Message;
import dev.gannet.api.SubjectListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/** Is told of each message, one after the other, in their order. */
@MessageDriven(
        messageListenerInterface = SubjectListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "subject", propertyValue = "warehouse.*"),
            @ActivationConfigProperty(propertyName = "url", propertyValue = "${MPCONFIG=gannet.client.url}"),
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "gannet")
        })
public class Warehouse implements SubjectListener {
    @Inject
    Parcels parcels;

    @Override
    public void onMessage(Message message) {
        switch (message.subject()) {
            case "warehouse.pack" -> parcels.pack(message.text());
            case "warehouse.packed" -> message.respond(parcels.packed());
            default -> throw new IllegalArgumentException(message.subject());
        }
    }
}
