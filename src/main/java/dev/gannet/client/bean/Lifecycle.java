package dev.gannet.client.bean;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts what the extension has found when the application has started, after observers of the application's own. When
 * it ends: no more messages are taken, calls that run end, up to {@code gannet.client.drain.timeout}; the connection is
 * closed after that.
 *
 * <p><b>Owner:</b> the thread that deploys, and the one that undeploys.
 */
@ApplicationScoped
class Lifecycle {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    private static final int LAST = Interceptor.Priority.LIBRARY_AFTER;
    private static final int FIRST = Interceptor.Priority.LIBRARY_BEFORE;

    private final MessagingExtension extension;
    private final ClientConnections connections;
    private final List<Running> running = new ArrayList<>();
    private Duration drainTimeout = Duration.ZERO;

    @Inject
    Lifecycle(MessagingExtension extension, ClientConnections connections) {
        this.extension = extension;
        this.connections = connections;
    }

    void start(@Observes @Priority(LAST) Startup event) {
        // Now: it must be right when it is needed.
        drainTimeout = ClientSettings.of(ConfigProvider.getConfig()).drainTimeout();
        boolean started = false;
        try {
            for (Observer observer : extension.observers()) {
                running.add(observer.start(connections));
            }
            started = true;
        } finally {
            if (!started) {
                connections.close(); // An application that does not start is not always ended.
            }
        }
    }

    void stop(@Observes @Priority(FIRST) Shutdown event) {
        if (running.isEmpty()) {
            return;
        }
        Duration timeout = drainTimeout;
        CompletableFuture<?>[] drained = running.stream()
                .map(each -> each.drain(timeout).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        running.clear();
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
