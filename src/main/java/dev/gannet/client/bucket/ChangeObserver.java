package dev.gannet.client.bucket;

import dev.gannet.api.MessagingException;
import dev.gannet.client.call.Running;
import dev.gannet.client.call.Surroundings;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method for the changes of a bucket. When the connection comes back it watches anew, from the change after the
 * last that it has been called for.
 *
 * <p><b>Owner:</b> a thread of its own, which waits for each call: so changes come one at a time, in order.
 */
public final class ChangeObserver {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client.bucket");
    private static final long RETRY_MILLIS = 1_000;

    /** So many changes may wait for their call here. */
    private static final int UNREAD_MAX = 256;

    private final WatchedKeys keys;
    private final ChangeCall call;
    private final Surroundings surroundings;
    private final ScheduledThreadPoolExecutor owner;
    private final Semaphore unread = new Semaphore(UNREAD_MAX);
    private final ConnectionListener listener = this::changed;
    private @Nullable Connection connection;
    private @Nullable NatsKeyValueWatchSubscription watch;
    private long lastRevision = -1;
    private long round;
    private String lastProblem = "";
    private boolean closing;

    /** Calls for nothing yet. */
    public ChangeObserver(WatchedKeys keys, ChangeCall call, Surroundings surroundings) {
        this.keys = keys;
        this.call = call;
        this.surroundings = surroundings;
        owner = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gannet " + keys);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Calls from now on; where the server or the bucket are not there, when they are. */
    public Running start() {
        tell(this::watch);
        return this::close;
    }

    private void watch() {
        if (closing) {
            return;
        }
        unwatch();
        try {
            Connection found = surroundings.nats();
            if (connection == null) {
                found.addConnectionListener(listener);
                connection = found;
            }
            watch(found);
            if (!lastProblem.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, keys + " are watched");
                lastProblem = "";
            }
        } catch (MessagingException | IOException | JetStreamApiException | IllegalStateException e) {
            tryAgain(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Connection found) throws IOException, JetStreamApiException, InterruptedException {
        long newest = Buckets.status(found, keys.bucket())
                .getBackingStreamInfo()
                .getStreamState()
                .getLastSequence();
        if (lastRevision < 0 && !keys.initial()) {
            lastRevision = newest;
        }
        if (lastRevision > newest) {
            lastRevision = 0; // The bucket is another one of the same name.
        }
        long number = ++round;
        Watcher watcher = new Watcher(number);
        watch = lastRevision > 0
                ? found.keyValue(keys.bucket()).watch(keys.key(), watcher, lastRevision + 1)
                : found.keyValue(keys.bucket()).watch(keys.key(), watcher);
    }

    private void tryAgain(Exception problem) {
        String text = keys + ": " + problem.getMessage();
        if (!text.equals(lastProblem)) {
            LOG.log(System.Logger.Level.WARNING, text + "; it is tried again every " + RETRY_MILLIS + " ms");
            lastProblem = text;
        }
        Future<?> unused = owner.schedule(() -> listen(this::watch), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void unwatch() {
        NatsKeyValueWatchSubscription old = watch;
        watch = null;
        if (old != null) {
            old.unsubscribe();
        }
    }

    private void changed(Connection reconnected, ConnectionListener.Events what) {
        if (what == ConnectionListener.Events.RESUBSCRIBED) {
            tell(this::watch);
        }
    }

    private void changed(KeyValueEntry entry, long number) {
        if (closing || number != round || entry.getRevision() <= lastRevision) {
            return;
        }
        lastRevision = entry.getRevision();
        if (keys.deletes() || entry.getOperation() == KeyValueOperation.PUT) {
            call(entry);
        }
    }

    private void call(KeyValueEntry entry) {
        try {
            CompletableFuture.supplyAsync(() -> call.call(entry), surroundings.executor())
                    .thenCompose(result -> result)
                    .join();
        } catch (CompletionException | RejectedExecutionException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    call + " failed with a change of " + entry.getKey(),
                    e.getCause() == null ? e : e.getCause());
        }
    }

    /** Ends when the call that runs has ended; whoever asked for the end waits no longer than it likes. */
    private CompletionStage<?> close(Duration timeout) {
        unread.release(UNREAD_MAX); // Nobody waits for a call any more.
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        tell(() -> {
            closing = true;
            if (connection != null) {
                connection.removeConnectionListener(listener);
            }
            try {
                unwatch();
            } catch (IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, keys + " have no connection any more", e);
            }
            owner.shutdown();
            closed.complete(true);
        });
        return closed;
    }

    private void tell(Runnable news) {
        try {
            owner.execute(() -> listen(news));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, keys + " are watched no more", e);
        }
    }

    private void listen(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, keys + ": a bug", e);
        }
    }

    /** Hands changes to the owner; those of an earlier watch do not count any more. */
    private final class Watcher implements KeyValueWatcher {
        private final long number;

        Watcher(long number) {
            this.number = number;
        }

        /** Waits while the method is behind: then the client library waits too, and at last the server. */
        @Override
        public void watch(KeyValueEntry entry) {
            unread.acquireUninterruptibly();
            tell(() -> {
                unread.release();
                changed(entry, number);
            });
        }

        @Override
        public void endOfData() {
            tell(call::upToDate);
        }
    }
}
