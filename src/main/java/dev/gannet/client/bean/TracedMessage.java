package dev.gannet.client.bean;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.client.MessageParts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message whose answer carries the current trace. Any thread. */
record TracedMessage(Message message, Messaging messaging) implements Message {
    @Override
    public String subject() {
        return message.subject();
    }

    @Override
    public @Nullable String reply() {
        return message.reply();
    }

    @Override
    public Map<String, List<String>> headers() {
        return message.headers();
    }

    @Override
    public byte[] payload() {
        return message.payload();
    }

    @Override
    public void respond(byte[] payload) {
        MessageParts.respond(this, messaging, payload);
    }
}
