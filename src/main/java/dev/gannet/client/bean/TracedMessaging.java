package dev.gannet.client.bean;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.SubjectListener;
import dev.gannet.client.call.Tracing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Messaging whose messages carry the trace that is current where they are sent. Any thread. */
record TracedMessaging(Messaging messaging, Tracing tracing) implements Messaging {
    @Override
    public void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        messaging.publish(subject, tracing.outgoing(headers), payload);
    }

    @Override
    public CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return messaging.requestAsync(subject, tracing.outgoing(headers), payload, timeout);
    }

    @Override
    public Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return messaging.request(subject, tracing.outgoing(headers), payload, timeout);
    }

    @Override
    public Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener) {
        return messaging.subscribe(subject, queue, message -> {
            try (Tracing.Scope trace = tracing.enter(message)) {
                listener.onMessage(new TracedMessage(message, this));
            }
        });
    }
}
