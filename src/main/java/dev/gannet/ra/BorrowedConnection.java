package dev.gannet.ra;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingException;
import dev.gannet.api.SubjectListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An application's handle on a connection of the pool, until it is closed. Any thread. */
public final class BorrowedConnection implements MessagingConnection {
    private final AtomicReference<@Nullable PooledConnection> connection;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    BorrowedConnection(PooledConnection connection) {
        this.connection = new AtomicReference<>(connection);
    }

    @Override
    public void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        messaging().publish(subject, headers, payload);
    }

    @Override
    public CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return messaging().requestAsync(subject, headers, payload, timeout);
    }

    @Override
    public Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return messaging().request(subject, headers, payload, timeout);
    }

    @Override
    public Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener) {
        Subscription subscription = messaging().subscribe(subject, queue, listener);
        subscriptions.add(subscription);
        return () -> {
            subscriptions.remove(subscription);
            subscription.close();
        };
    }

    @Override
    public void close() {
        PooledConnection from = connection.get();
        invalidate();
        if (from != null) {
            from.returned(this);
        }
    }

    /** Ends what the application has begun with it. */
    void invalidate() {
        connection.set(null);
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }

    void moveTo(PooledConnection other) {
        PooledConnection before = connection.getAndSet(other);
        if (before != null) {
            before.forget(this);
        }
    }

    private Messaging messaging() {
        PooledConnection current = connection.get();
        if (current == null) {
            throw new MessagingException("the connection is closed", null);
        }
        return current.messaging();
    }
}
