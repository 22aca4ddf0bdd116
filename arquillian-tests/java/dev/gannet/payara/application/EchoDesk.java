package dev.gannet.payara.application;

import dev.gannet.api.Message;
import dev.gannet.api.SubjectListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Answers with what it was asked. Where the server is stands in the deployment descriptor. */
@MessageDriven(
        name = "EchoDesk",
        messageListenerInterface = SubjectListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "subject", propertyValue = "echo"),
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "connector")
        })
public class EchoDesk implements SubjectListener {
    @Override
    public void onMessage(Message message) {
        message.respond(message.payload());
    }
}
