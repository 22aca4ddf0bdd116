package dev.gannet.client;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import io.nats.client.impl.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all kinds of messages have in common. Any thread. */
public final class MessageParts {
    private MessageParts() {}

    /** Returns headers as jnats has them; empty for none. */
    public static Map<String, List<String>> headers(@Nullable Headers headers) {
        if (headers == null) {
            return Map.of();
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return copy;
    }

    /**
     * Answers {@code request} through {@code messaging}.
     *
     * @throws MessagingException if nobody waits for an answer
     */
    public static void respond(Message request, Messaging messaging, byte[] payload) {
        messaging.publish(replyOf(request), payload);
    }

    /** Returns where an answer goes. */
    static String replyOf(Message request) {
        String reply = request.reply();
        if (reply == null) {
            throw new MessagingException("nobody waits for an answer to " + request.subject(), null);
        }
        return reply;
    }
}
