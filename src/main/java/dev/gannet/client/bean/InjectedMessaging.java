package dev.gannet.client.bean;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.SubjectListener;
import jakarta.enterprise.inject.spi.CDI;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What beans are injected: connects when it is first used, and is tried again when that was in vain. A bean that the container
 * stores away, such as one of a session, finds it again in the application that it comes back to. Any thread.
 */
final class InjectedMessaging implements Messaging, Serializable {
    private static final long serialVersionUID = 1;

    private final transient ClientConnections connections;
    private final transient AtomicReference<@Nullable Messaging> connected = new AtomicReference<>();

    InjectedMessaging(ClientConnections connections) {
        this.connections = connections;
    }

    private Messaging connected() {
        Messaging found = connected.getPlain();
        return found == null ? connect() : found;
    }

    private Messaging connect() {
        Messaging made = connections.messaging();
        connected.set(made);
        return made;
    }

    @Override
    public void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        connected().publish(subject, headers, payload);
    }

    @Override
    public CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return connected().requestAsync(subject, headers, payload, timeout);
    }

    @Override
    public Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return connected().request(subject, headers, payload, timeout);
    }

    @Override
    public Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener) {
        return connected().subscribe(subject, queue, listener);
    }

    private Object writeReplace() {
        return new Stored();
    }

    /** What is stored of it. */
    private static final class Stored implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            return CDI.current().select(Messaging.class).get();
        }
    }
}
