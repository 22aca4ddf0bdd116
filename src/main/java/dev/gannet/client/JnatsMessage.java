package dev.gannet.client;

import dev.gannet.api.Message;
import io.nats.client.Connection;
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
        return MessageParts.headers(message.getHeaders());
    }

    @Override
    public byte[] payload() {
        return message.getData();
    }

    @Override
    public void respond(byte[] payload) {
        connection.publish(MessageParts.replyOf(this), payload);
    }
}
