package dev.gannet.ra;

import dev.gannet.api.Messaging;
import dev.gannet.api.StreamListener;
import dev.gannet.api.StreamMessage;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.call.Surroundings;
import dev.gannet.client.stream.StreamObservers;
import dev.gannet.client.stream.StreamSettings;
import io.nats.client.Connection;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A message-driven bean that is told of the messages of a stream. Any thread. */
final class StreamBean implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final BeanCalls calls;
    private final StreamObservers observers;

    StreamBean(BeanCalls calls, StreamSettings settings, Executor threads, JnatsMessaging messaging) {
        this.calls = calls;
        this.observers = new StreamObservers(new One(messaging, threads));
        observers.observe(settings, this::call);
    }

    /** Returns when the bean's transaction has committed: only then is the message acknowledged. */
    private CompletionStage<?> call(StreamMessage message) {
        try {
            calls.call(bean -> ((StreamListener) bean).onMessage(message));
            return CompletableFuture.completedStage(true);
        } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public void close() {
        observers.close(CLOSE_TIMEOUT);
    }

    /** The bean's own connection. */
    private record One(JnatsMessaging connection, Executor executor) implements Surroundings {
        @Override
        public Messaging messaging() {
            return connection;
        }

        @Override
        public Connection nats() {
            return connection.connection();
        }
    }
}
