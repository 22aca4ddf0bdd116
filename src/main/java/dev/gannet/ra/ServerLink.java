package dev.gannet.ra;

import dev.gannet.api.MessagingException;
import dev.gannet.client.DetachedThreads;
import dev.gannet.client.JnatsMessaging;
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
    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS_MAX = 30;

    private final String name;
    private final ServerAddress address;
    private final Function<JnatsMessaging, AutoCloseable> use;
    private final ScheduledThreadPoolExecutor owner;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private @Nullable JnatsMessaging messaging;
    private @Nullable AutoCloseable used;
    private @Nullable ScheduledFuture<?> next;
    private long pauseMillis = PAUSE_MILLIS_MIN;

    /**
     * Does nothing yet.
     *
     * @param use what begins with the connection, and is closed before it
     */
    ServerLink(String name, ServerAddress address, Function<JnatsMessaging, AutoCloseable> use) {
        this.name = name;
        this.address = address;
        this.use = use;
        owner = new ScheduledThreadPoolExecutor(1, new DetachedThreads(name));
        owner.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        owner.allowCoreThreadTimeOut(true);
        owner.setRemoveOnCancelPolicy(true);
        owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void open() {
        owner.execute(this::connect);
    }

    private void connect() {
        if (closing.get()) {
            return;
        }
        try {
            JnatsMessaging made = address.connect(name, this::changed);
            messaging = made;
            used = use.apply(made);
            if (pauseMillis > PAUSE_MILLIS_MIN) {
                LOG.log(System.Logger.Level.INFO, name + " has reached its server");
                pauseMillis = PAUSE_MILLIS_MIN;
            }
        } catch (MessagingException | IllegalArgumentException | IllegalStateException e) {
            disconnect();
            if (pauseMillis == PAUSE_MILLIS_MIN) {
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
            lost.set(false);
            pauseMillis = 2 * PAUSE_MILLIS_MIN;
            next = owner.schedule(this::connect, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** Each attempt in vain is a loss to the client library. */
    private void changed(Connection connection, ConnectionListener.Events what) {
        if (closing.get()) {
            return;
        }
        if (what == ConnectionListener.Events.CLOSED) {
            tell(() -> gone(connection));
        } else if (what == ConnectionListener.Events.DISCONNECTED && !lost.getAndSet(true)) {
            LOG.log(System.Logger.Level.WARNING, name + " has lost its server; it is looked for again and again");
        } else if (what == ConnectionListener.Events.RESUBSCRIBED && lost.getAndSet(false)) {
            LOG.log(System.Logger.Level.INFO, name + " has its server again");
        }
    }

    private void tell(Runnable news) {
        try {
            owner.execute(news);
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
