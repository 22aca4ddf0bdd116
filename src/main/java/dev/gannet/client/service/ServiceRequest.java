package dev.gannet.client.service;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import io.nats.client.impl.Headers;
import io.nats.service.ServiceMessage;
import java.util.LinkedHashMap;
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
        Headers headers = request.getHeaders();
        if (headers == null) {
            return Map.of();
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return copy;
    }

    @Override
    public byte[] payload() {
        return request.getData();
    }

    @Override
    public void respond(byte[] payload) {
        String reply = reply();
        if (reply == null) {
            throw new MessagingException("nobody waits for an answer to " + subject(), null);
        }
        messaging.publish(reply, payload);
    }
}
