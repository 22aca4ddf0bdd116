package dev.gannet.client;

import dev.gannet.api.Message;
import dev.gannet.api.MessagingException;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as jnats has it. */
final class JnatsMessage implements Message {
    private final Connection connection;
    private final io.nats.client.Message message;

    JnatsMessage(Connection connection, io.nats.client.Message message) {
        this.connection = connection;
        this.message = message;
    }

    @Override
    public String subject() {
        return message.getSubject();
    }

    @Override
    public @Nullable String reply() {
        return message.getReplyTo();
    }

    @Override
    public Map<String, List<String>> headers() {
        Headers headers = message.getHeaders();
        if (headers == null) {
            return Map.of();
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return copy;
    }

    @Override
    public byte[] payload() {
        return message.getData();
    }

    @Override
    public void respond(byte[] payload) {
        String reply = reply();
        if (reply == null) {
            throw new MessagingException("nobody waits for an answer to " + subject(), null);
        }
        connection.publish(reply, payload);
    }
}
