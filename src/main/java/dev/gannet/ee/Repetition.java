package dev.gannet.ee;

import dev.gannet.base.ServerLog;
import dev.gannet.engine.GannetServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Has something looked at again and again, on a thread of its own, until the server is closed. */
@ApplicationScoped
public class Repetition {
    private static final int CLOSE_SECONDS_MAX = 5;

    @Inject
    GannetServer server;

    @Inject
    ServerLog log;

    @Inject
    ThreadFactory threads;

    /**
     * Begins at once.
     *
     * @param what what is being done, for the log, if it is still going on when the server is closed
     * @param pauseMillis between two looks
     * @param look fails never
     * @param end comes when nobody looks any more, as the server is closed
     */
    public void start(String what, long pauseMillis, Runnable look, Runnable end) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(threads);
        ScheduledFuture<?> looking = executor.scheduleWithFixedDelay(look, 0, pauseMillis, TimeUnit.MILLISECONDS);
        server.whenClosed(() -> {
            looking.cancel(false);
            await(executor, what);
            end.run();
        });
    }

    private void await(ScheduledExecutorService executor, String what) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                log.warn("Still going on: " + what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever closes the server does not want to wait.
        }
    }
}
