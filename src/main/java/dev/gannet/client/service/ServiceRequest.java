package dev.gannet.client.service;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.client.MessageParts;
import io.nats.service.ServiceMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to an endpoint, as jnats has it. */
record ServiceRequest(Messaging messaging, ServiceMessage request) implements Message {
    @Override
    public String subject() {
        return request.getSubject();
    }

    @Override
    public @Nullable String reply() {
        return request.getReplyTo();
    }

    @Override
    public Map<String, List<String>> headers() {
        return MessageParts.headers(request.getHeaders());
    }

    @Override
    public byte[] payload() {
        return request.getData();
    }

    @Override
    public void respond(byte[] payload) {
        MessageParts.respond(this, messaging, payload);
    }
}
