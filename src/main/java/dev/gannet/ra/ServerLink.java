package dev.gannet.ra;

import dev.gannet.client.ConnectionNews;
import dev.gannet.client.DetachedThreads;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.inprocess.InProcessOptions;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one message-driven bean: made when the server is there, which it need not be when the bean is
 * deployed, and kept whatever becomes of the server. That it is away is said in one line, and that it is back.
 *
 * <p><b>Owner:</b> its own thread, which is there only while it has something to do.
 */
final class ServerLink {
    private static final System.Logger LOG = System.getLogger("dev.gannet.ra");
    private static final long PAUSE_MILLIS_MIN = 500;
    private static final long PAUSE_MILLIS_MAX = 15_000;

    /** A server that is deployed together with the bean is there before it is waited for so long. */
    private static final long PAUSE_MILLIS_TOLD = 2_000;

    private static final long LOOK_MILLIS = 250;

    /** How long it is no news that the container's own server does not answer: it may start together with this. */
    private static final long PATIENCE_MILLIS = 5_000;

    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS_MAX = 30;

    private final String name;
    private final ServerAddress address;
    private final Function<JnatsMessaging, AutoCloseable> use;
    private final ScheduledThreadPoolExecutor owner;
    private final AtomicBoolean closing = new AtomicBoolean();
    private ConnectionNews news;
    private @Nullable JnatsMessaging messaging;
    private @Nullable AutoCloseable used;
    private @Nullable ScheduledFuture<?> next;
    private long pauseMillis = PAUSE_MILLIS_MIN;
    private long patienceMillis = PATIENCE_MILLIS;

    /**
     * Does nothing yet.
     *
     * @param use what begins with the connection, and is closed before it
     */
    ServerLink(String name, ServerAddress address, Function<JnatsMessaging, AutoCloseable> use) {
        this.name = name;
        this.address = address;
        this.use = use;
        news = new ConnectionNews(LOG, name);
        owner = new ScheduledThreadPoolExecutor(1, new DetachedThreads(name));
        owner.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        owner.allowCoreThreadTimeOut(true);
        owner.setRemoveOnCancelPolicy(true);
        owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void open() {
        owner.execute(this::lookFor);
    }

    /** Connects, but not to the default address as long as a server may still be deployed here. */
    private void lookFor() {
        if (patienceMillis > 0 && !closing.get() && address.mayBecomeInProcess()) {
            soon(this::lookFor);
        } else {
            connect();
        }
    }

    private void soon(Runnable look) {
        patienceMillis -= LOOK_MILLIS;
        next = owner.schedule(look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void connect() {
        if (closing.get()) {
            return;
        }
        try {
            news = new ConnectionNews(LOG, name);
            JnatsMessaging made = address.connect(name, listener(news));
            messaging = made;
            used = use.apply(made);
            boolean isHere = InProcessOptions.areOf(made.connection());
            LOG.log(
                    System.Logger.Level.INFO,
                    name + " is connected to " + (isHere ? "the server in this JVM" : made.server()));
            pauseMillis = PAUSE_MILLIS_MIN;
            patienceMillis = PATIENCE_MILLIS;
        } catch (RuntimeException | LinkageError e) {
            disconnect();
            if (patienceMillis > 0 && address.isOfContainer()) {
                soon(this::connect); // It is there, and starts.
                return;
            }
            if (pauseMillis == PAUSE_MILLIS_TOLD) {
                LOG.log(System.Logger.Level.WARNING, name + ": " + e.getMessage() + "; it is tried again and again");
            }
            pauseMillis = Math.min(PAUSE_MILLIS_MAX, 2 * pauseMillis);
            next = owner.schedule(this::connect, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** The client library gives up where a server does not let it in any more; this does not. */
    private void gone(Connection connection) {
        if (messaging != null && messaging.connection() == connection && !closing.get()) {
            LOG.log(System.Logger.Level.WARNING, name + " has lost its server for good; it is tried again and again");
            disconnect();
            pauseMillis = 2 * PAUSE_MILLIS_MIN;
            next = owner.schedule(this::lookFor, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private ConnectionListener listener(ConnectionNews told) {
        return (connection, what) -> {
            told.changed(connection, what);
            if (what == ConnectionListener.Events.CLOSED && !closing.get()) {
                tell(() -> gone(connection));
            }
        };
    }

    private void tell(Runnable what) {
        try {
            owner.execute(what);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, name + " has ended", e);
        }
    }

    /** Ends what goes on, and returns when it has ended. */
    void close() {
        closing.set(true);
        owner.execute(() -> {
            if (next != null) {
                next.cancel(false);
            }
            disconnect();
        });
        owner.shutdown();
        try {
            if (!owner.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, name + " does not end; it is left alone");
                owner.shutdownNow();
            }
        } catch (InterruptedException e) {
            owner.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void disconnect() {
        news.end();
        try {
            if (used != null) {
                used.close();
            }
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, name + " has not ended well", e);
        } finally {
            used = null;
            if (messaging != null) {
                messaging.close();
                messaging = null;
            }
        }
    }
}
