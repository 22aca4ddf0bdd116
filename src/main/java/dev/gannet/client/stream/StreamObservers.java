package dev.gannet.client.stream;

import dev.gannet.client.call.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The methods of an application that are called for messages of streams. One thread keeps the accounts of all.
 *
 * <p><b>Owner:</b> who starts and ends the application.
 */
public final class StreamObservers {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client.stream");

    private final Surroundings surroundings;
    private final ScheduledThreadPoolExecutor owner;
    private final List<StreamObserver> observers = new ArrayList<>();

    /** Observes nothing yet. */
    public StreamObservers(Surroundings surroundings) {
        this.surroundings = surroundings;
        owner = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gannet streams");
            thread.setDaemon(true);
            return thread;
        });
        owner.setRemoveOnCancelPolicy(true);
    }

    /** Has {@code call} called from now on; where server, stream or consumer are not there, when they are. */
    public void observe(StreamSettings settings, StreamCall call) {
        StreamObserver observer = new StreamObserver(settings, call, surroundings, owner);
        observers.add(observer);
        observer.start();
    }

    /**
     * Gives back what has not begun, and waits for what has, as long as {@code timeout}. The connection must be there
     * until this returns.
     */
    public void close(Duration timeout) {
        CompletableFuture<?>[] ends =
                observers.stream().map(StreamObserver::close).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "calls for messages of streams still run after " + timeout.toMillis()
                            + " ms; their messages will come again");
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "streams are not observed any more", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            owner.shutdownNow();
        }
    }
}
