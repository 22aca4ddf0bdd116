package dev.gannet.ra;

import dev.gannet.api.Message;
import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingException;
import dev.gannet.api.PubAck;
import dev.gannet.api.PublishOptions;
import dev.gannet.api.SubjectListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An application's handle on a connection of the pool, until it is closed. In a transaction it publishes at the commit;
 * requests and subscriptions are made at once. Any thread.
 */
public final class BorrowedConnection implements MessagingConnection {
    private final AtomicReference<@Nullable PooledConnection> connection;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    BorrowedConnection(PooledConnection connection) {
        this.connection = new AtomicReference<>(connection);
    }

    @Override
    public void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        PooledConnection current = current();
        TransactedMessages transaction = current.transaction();
        if (transaction == null) {
            current.messaging().publish(subject, headers, payload);
        } else {
            transaction.publish(subject, headers, payload);
        }
    }

    @Override
    public CompletionStage<PubAck> publishAcknowledgedAsync(
            String subject, byte[] payload, PublishOptions options, Duration timeout) {
        PooledConnection current = current();
        TransactedMessages transaction = current.transaction();
        return transaction == null
                ? current.messaging().publishAcknowledgedAsync(subject, payload, options, timeout)
                : transaction.publishAcknowledged(subject, payload, options, timeout);
    }

    /** Not in a transaction, which sends the message later than this could return. */
    @Override
    public PubAck publishAcknowledged(String subject, byte[] payload, PublishOptions options, Duration timeout) {
        PooledConnection current = current();
        if (current.transaction() != null) {
            throw new MessagingException(
                    "publish to " + subject
                            + ": in a transaction nobody can wait for a stream, which gets the message at the"
                            + " commit (expected: publishAcknowledgedAsync)",
                    null);
        }
        return current.messaging().publishAcknowledged(subject, payload, options, timeout);
    }

    @Override
    public CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return current().messaging().requestAsync(subject, headers, payload, timeout);
    }

    @Override
    public Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return current().messaging().request(subject, headers, payload, timeout);
    }

    @Override
    public Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener) {
        Subscription subscription = current().messaging().subscribe(subject, queue, listener);
        subscriptions.add(subscription);
        return new Subscription() {
            @Override
            public void close() {
                subscriptions.remove(subscription);
                subscription.close();
            }

            @Override
            public CompletionStage<Boolean> drain(Duration timeout) {
                return subscription.drain(timeout).whenComplete((all, failure) -> subscriptions.remove(subscription));
            }
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

    private PooledConnection current() {
        PooledConnection current = connection.get();
        if (current == null) {
            throw new MessagingException("the connection is closed", null);
        }
        return current;
    }
}
