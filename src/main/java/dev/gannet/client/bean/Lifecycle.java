package dev.gannet.client.bean;

import dev.gannet.client.Deadlines;
import dev.gannet.client.NoServerException;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.Running;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts what the extension has found when the application has started, after observers of the application's own; where no
 * server answers then, as soon as one does. When the application ends: no more messages are taken, calls that run end, up to
 * {@code gannet.client.drain.timeout}; the connection is closed after that. Any thread.
 */
@ApplicationScoped
class Lifecycle {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    private static final int LAST = Interceptor.Priority.LIBRARY_AFTER;
    private static final int FIRST = Interceptor.Priority.LIBRARY_BEFORE;
    private static final Duration RETRY = Duration.ofMillis(250);

    /** How long it is no news that there is no server: one that is deployed together with the application comes sooner. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Inject
    MessagingExtension extension;

    @Inject
    ClientConnections connections;

    private final Object lock = new Object();
    private final Deque<Observer> waiting = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();
    private final Deadlines retries = new Deadlines();
    private Duration drainTimeout = Duration.ZERO;
    private String lastProblem = "";
    private long attempts;
    private boolean ended;

    void start(@Observes @Priority(LAST) Startup event) {
        synchronized (lock) {
            // Now: it must be right when it is needed.
            drainTimeout = ClientSettings.of(ConfigProvider.getConfig()).drainTimeout();
            waiting.addAll(extension.observers());
            boolean possible = false;
            try {
                if (connections.mayComeYet()) {
                    tryAfter(PATIENCE); // Unless the application is there as a whole before: then all the others are,
                    // too.
                } else {
                    startWaiting();
                }
                possible = true;
            } finally {
                if (!possible) {
                    connections.close(); // An application that does not start is not always ended.
                }
            }
        }
    }

    /**
     * Starts what has not been started, if there is a server.
     *
     * @throws dev.gannet.api.MessagingException if there is one, but something cannot be started
     */
    void startWaiting() {
        synchronized (lock) {
            if (waiting.isEmpty() || ended) {
                return;
            }
            try {
                connections.messaging();
                for (Observer next = waiting.peek(); next != null; next = waiting.peek()) {
                    running.add(next.start(connections));
                    waiting.remove();
                }
                if (!lastProblem.isEmpty()) {
                    LOG.log(System.Logger.Level.INFO, "there is a server now: methods are called for messages");
                }
            } catch (NoServerException e) {
                attempts++;
                tryAgain(e, attempts > PATIENCE.dividedBy(RETRY));
            }
        }
    }

    private void startAgain() {
        try {
            startWaiting();
        } catch (RuntimeException | LinkageError e) {
            synchronized (lock) {
                tryAgain(e, true);
            }
        }
    }

    /** A problem that stays is logged once. */
    private void tryAgain(Throwable problem, boolean isNews) {
        String text = String.valueOf(problem.getMessage());
        if (isNews && !text.equals(lastProblem)) {
            LOG.log(System.Logger.Level.WARNING, text + "; it is tried again, no method is called before");
            lastProblem = text;
        }
        tryAfter(RETRY);
    }

    private void tryAfter(Duration pause) {
        if (!ended) {
            retries.after(pause, () -> connections.executor().execute(this::startAgain));
        }
    }

    void stop(@Observes @Priority(FIRST) Shutdown event) {
        CompletableFuture<?>[] drained;
        Duration timeout;
        synchronized (lock) {
            ended = true;
            retries.close();
            timeout = drainTimeout;
            drained = running.stream()
                    .map(each -> each.drain(timeout).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            running.clear();
        }
        await(CompletableFuture.allOf(drained), timeout);
    }

    private static void await(CompletableFuture<?> drained, Duration timeout) {
        try {
            drained.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "calls of messages still run after {0}: they are left behind",
                    timeout);
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "subscriptions could not be drained", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
