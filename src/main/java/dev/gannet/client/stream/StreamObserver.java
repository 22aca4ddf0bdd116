package dev.gannet.client.stream;

import dev.gannet.api.MessagingException;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.call.Surroundings;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method for the messages of a consumer, from {@link #start} until it is closed. It finds the consumer, pulls, and
 * begins again whatever happens to server, connection or consumer.
 *
 * <p><b>Owner:</b> the observers' thread, which is told by whoever knows something.
 */
final class StreamObserver {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client.stream");
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(2);
    private static final long RETRY_MILLIS = 1_000;
    private static final long SILENCE_MILLIS = 2 * PullRequests.HEARTBEAT.toMillis() + 2_000;
    private static final long TICK_MILLIS_MIN = 50;
    private static final int TICKS_IN_ACK_WAIT = 4;

    private final StreamSettings settings;
    private final Surroundings surroundings;
    private final ScheduledExecutorService owner;
    private final HeldMessages held;
    private final DurableConsumer consumer;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable Attached attached;
    private @Nullable ScheduledFuture<?> next;
    private String lastProblem = "";
    private boolean attaching;
    private boolean closing;

    StreamObserver(
            StreamSettings settings, StreamCall call, Surroundings surroundings, ScheduledExecutorService owner) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.owner = owner;
        this.consumer = new DurableConsumer(settings);
        DeadLetters deadLetters = new DeadLetters(settings.deadLetter(), surroundings::messaging);
        this.held = new HeldMessages(settings, call, deadLetters, this::tell, surroundings.executor());
        held.onRoom(this::pull);
    }

    void start() {
        tell(() -> attachAfter(0));
    }

    /** Takes no more messages, gives back what has not begun; the future ends when what has begun is done. */
    CompletableFuture<@Nullable Void> close() {
        tell(() -> {
            closing = true;
            if (next != null) {
                next.cancel(false);
            }
            CompletableFuture<?> drained =
                    attached == null ? CompletableFuture.completedFuture(true) : attached.endPulling();
            held.close().runAfterBoth(drained, () -> tell(this::end));
        });
        return ended;
    }

    private void end() {
        if (attached != null) {
            attached.end();
        }
        ended.complete(null);
    }

    /** What comes after the end of all is of no interest any more. */
    private void tell(Runnable news) {
        try {
            owner.execute(() -> listen(news));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, settings + " has ended", e);
        }
    }

    private void listen(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, settings + ": a bug", e);
        }
    }

    private void attachAfter(long delayMillis) {
        if (!closing && !attaching) {
            attaching = true;
            next = owner.schedule(() -> inACall(this::find), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void inACall(Runnable what) {
        try {
            surroundings.executor().execute(what);
        } catch (RejectedExecutionException e) {
            failed(e);
        }
    }

    /** Blocks. */
    private void find() {
        try {
            Connection connection = surroundings.nats();
            ConsumerConfiguration found = consumer.find(connection);
            tell(() -> found(connection, found));
        } catch (RuntimeException e) {
            tell(() -> failed(e));
        }
    }

    private void found(Connection connection, ConsumerConfiguration configuration) {
        attaching = false;
        if (closing) {
            return;
        }
        try {
            if (attached == null) {
                attached = new Attached(connection);
            }
            attached.begin(configuration);
        } catch (IllegalStateException e) {
            failed(e);
            return;
        }
        if (!lastProblem.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, settings + " is there");
            lastProblem = "";
        }
        pull();
    }

    /** Tries again. A problem that stays is logged once. */
    private void failed(RuntimeException problem) {
        attaching = false;
        if (closing) {
            return;
        }
        String text = problem instanceof MessagingException ? String.valueOf(problem.getMessage()) : problem.toString();
        if (!text.equals(lastProblem)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    text + "; it is tried again every " + RETRY_MILLIS + " ms",
                    problem instanceof MessagingException ? null : problem);
            lastProblem = text;
        }
        attachAfter(RETRY_MILLIS);
    }

    private void arrived(Message message) {
        if (attached == null) {
            return;
        }
        PullRequests pulls = attached.pulls;
        if (!message.isStatusMessage()) {
            pulls.arrived();
            held.arrived(new JnatsStreamMessage(attached.connection, message));
        } else if (!pulls.isUsual(message)) {
            LOG.log(System.Logger.Level.DEBUG, settings + ": " + message.getStatus());
            pulls.lost();
            attachAfter(RETRY_MILLIS);
        }
        pull();
    }

    private void changed(Connection connection, ConnectionListener.Events what) {
        if (what == ConnectionListener.Events.RESUBSCRIBED) {
            tell(this::beginAgain);
        }
    }

    private void beginAgain() {
        if (attached != null) {
            attached.pulls.lost();
        }
        attachAfter(0);
    }

    private void watch() {
        if (attached != null && attached.pulls.isSilent()) {
            beginAgain();
        }
    }

    private void pull() {
        // While the consumer is looked for, nobody is there to be asked.
        if (attached == null || attaching || closing) {
            return;
        }
        try {
            attached.pulls.more(held.size());
        } catch (IllegalStateException e) {
            failed(e);
        }
    }

    /** What there is of a connection once the consumer has been found on it. */
    private final class Attached {
        final PullRequests pulls;
        private final Connection connection;
        private final Dispatcher dispatcher;
        private final ConnectionListener listener = StreamObserver.this::changed;
        private final ScheduledFuture<?> watch;
        private @Nullable ScheduledFuture<?> ticks;

        Attached(Connection connection) {
            this.connection = connection;
            String inbox = connection.createInbox();
            pulls = new PullRequests(connection, settings, inbox);
            dispatcher = connection.createDispatcher(message -> tell(() -> arrived(message)));
            dispatcher.subscribe(inbox);
            connection.addConnectionListener(listener);
            watch = owner.scheduleWithFixedDelay(
                    StreamObserver.this::watch, SILENCE_MILLIS, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
        }

        void begin(ConsumerConfiguration configuration) {
            pulls.lost();
            if (ticks != null) {
                ticks.cancel(false);
            }
            List<Duration> backoff = configuration.getBackoff();
            long wait = backoff.isEmpty()
                    ? configuration.getAckWait().toMillis()
                    : Collections.min(backoff).toMillis();
            long period = Math.max(TICK_MILLIS_MIN, wait / TICKS_IN_ACK_WAIT);
            ticks = owner.scheduleWithFixedDelay(held::tick, period, period, TimeUnit.MILLISECONDS);
        }

        /** What the server has sent before it knows of this still comes. */
        CompletableFuture<Boolean> endPulling() {
            watch.cancel(false);
            connection.removeConnectionListener(listener);
            try {
                return JnatsMessaging.drain(connection, dispatcher, FLUSH_TIMEOUT)
                        .exceptionally(e -> false)
                        .toCompletableFuture();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return CompletableFuture.completedFuture(false);
            } catch (IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, settings + " has no connection any more", e);
                return CompletableFuture.completedFuture(false);
            }
        }

        void end() {
            if (ticks != null) {
                ticks.cancel(false);
            }
            if (connection.getStatus() != Connection.Status.CONNECTED) {
                return; // A flush would wait for a server that may never come back.
            }
            try {
                connection.flush(FLUSH_TIMEOUT);
            } catch (TimeoutException | IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, settings + ": the last acknowledgements may be lost", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
