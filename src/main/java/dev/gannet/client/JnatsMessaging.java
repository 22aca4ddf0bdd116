package dev.gannet.client;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.api.NoRespondersException;
import dev.gannet.api.SubjectListener;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Messaging over a connection of jnats, which goes on by itself when the connection was lost. Any thread.
 *
 * <p>Each subscription has a thread of its own, so that a slow listener holds up nobody else.
 */
public final class JnatsMessaging implements Messaging, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

    private final Connection connection;
    private final Deadlines deadlines = new Deadlines();

    private JnatsMessaging(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws NoServerException if no server answers
     * @throws MessagingException if it does not let this client in
     */
    public static JnatsMessaging connect(Options.Builder settings) {
        Options options = settings.reportNoResponders().build();
        try {
            return new JnatsMessaging(Nats.connect(options));
        } catch (IOException e) {
            // The exception's own text would show the passwords of its URLs.
            String problem = withoutSecrets("cannot connect to " + options.getServers() + ": " + e.getMessage());
            throw e instanceof AuthenticationException
                    ? new MessagingException(problem, null)
                    : new NoServerException(problem);
        } catch (InterruptedException e) {
            throw interrupted("connecting", e);
        }
    }

    /** Returns where it is connected, without secrets. */
    public String server() {
        return withoutSecrets(String.valueOf(connection.getConnectedUrl()));
    }

    /** The connection itself, for what {@link Messaging} does not do. */
    public Connection connection() {
        return connection;
    }

    @Override
    public void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        try {
            connection.publish(message(subject, headers, payload));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new MessagingException("publish to " + subject + ": " + e.getMessage(), e);
        }
    }

    @Override
    public CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return answer(subject, headers, payload, timeout)
                .<Message>thenApply(answer -> new JnatsMessage(connection, answer))
                .exceptionally(e -> {
                    throw failure(subject, timeout, e);
                });
    }

    @Override
    public Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        try {
            return new JnatsMessage(
                    connection, answer(subject, headers, payload, timeout).get());
        } catch (ExecutionException | CancellationException e) {
            throw failure(subject, timeout, e);
        } catch (InterruptedException e) {
            throw interrupted("waiting for an answer to " + subject, e);
        }
    }

    private CompletableFuture<io.nats.client.Message> answer(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        try {
            // The client library looks for late answers every few seconds only.
            return deadlines.limit(connection.requestWithTimeout(message(subject, headers, payload), timeout), timeout);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener) {
        try {
            Dispatcher dispatcher =
                    connection.createDispatcher(message -> listener.onMessage(new JnatsMessage(connection, message)));
            Subscription subscription = new DispatcherSubscription(connection, dispatcher);
            boolean subscribed = false;
            try {
                subscribe(dispatcher, subject, queue);
                subscribed = true;
                return subscription;
            } finally {
                if (!subscribed) {
                    subscription.close();
                }
            }
        } catch (IllegalArgumentException | IllegalStateException | TimeoutException e) {
            throw new MessagingException("subscribe to " + subject + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted("subscribing to " + subject, e);
        }
    }

    /** Returns when the server knows of it. */
    private void subscribe(Dispatcher dispatcher, String subject, @Nullable String queue)
            throws TimeoutException, InterruptedException {
        if (queue == null) {
            dispatcher.subscribe(subject);
        } else {
            dispatcher.subscribe(subject, queue);
        }
        connection.flush(FLUSH_TIMEOUT);
    }

    /**
     * Has a dispatcher take no more messages and call for those that have arrived. While the server is away that is not
     * tried: it would wait for the server, for each dispatcher as long as it may.
     */
    public static CompletionStage<Boolean> drain(Connection connection, Dispatcher dispatcher, Duration timeout)
            throws InterruptedException {
        return connection.getStatus() == Connection.Status.CONNECTED
                ? dispatcher.drain(timeout)
                : CompletableFuture.completedStage(false);
    }

    /** A subscription with a dispatcher of its own. */
    private record DispatcherSubscription(Connection connection, Dispatcher dispatcher) implements Subscription {
        @Override
        public void close() {
            connection.closeDispatcher(dispatcher);
        }

        @Override
        public CompletionStage<Boolean> drain(Duration timeout) {
            try {
                return JnatsMessaging.drain(connection, dispatcher, timeout).whenComplete((drained, thrown) -> close());
            } catch (InterruptedException e) {
                throw interrupted("draining a subscription", e);
            }
        }
    }

    /** Ends the connection and all subscriptions; what has been published before is sent. */
    @Override
    public void close() {
        try {
            flush();
            connection.close();
            deadlines.close();
        } catch (InterruptedException e) {
            throw interrupted("closing", e);
        }
    }

    private void flush() throws InterruptedException {
        try {
            if (connection.getStatus() == Connection.Status.CONNECTED) {
                connection.flush(FLUSH_TIMEOUT);
            }
        } catch (TimeoutException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection was closed before all was sent", e);
        }
    }

    private static io.nats.client.Message message(String subject, Map<String, List<String>> headers, byte[] payload) {
        NatsMessage.Builder builder = NatsMessage.builder().subject(subject).data(payload);
        if (!headers.isEmpty()) {
            Headers copy = new Headers();
            headers.forEach(copy::add);
            builder.headers(copy);
        }
        return builder.build();
    }

    private static MessagingException failure(String subject, Duration timeout, Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof JetStreamStatusException status
                && status.getStatus().isNoResponders()) {
            return new NoRespondersException("request to " + subject + ": No Responders", cause);
        }
        boolean isLate = cause instanceof TimeoutException || cause instanceof CancellationException;
        String reason = isLate ? "no answer within " + timeout.toMillis() + " ms" : String.valueOf(cause.getMessage());
        return new MessagingException("request to " + subject + ": " + reason, cause);
    }

    /** Returns what went wrong with a question about streams, and what may be behind it if nobody has answered. */
    public static String problem(Exception failure) {
        String text = String.valueOf(failure.getMessage());
        return text.startsWith("Timeout or no response waiting for NATS JetStream")
                ? text + " (is JetStream enabled there, for this account?)"
                : text;
    }

    /** Hides what stands before the host in URLs. */
    private static String withoutSecrets(String text) {
        return text.replaceAll("//[^/@\\s,]*@", "//***@");
    }

    private static MessagingException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new MessagingException("interrupted while " + what, e);
    }
}
