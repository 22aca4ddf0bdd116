package dev.gannet.ra;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging.Subscription;
import dev.gannet.api.SubjectListener;
import dev.gannet.client.JnatsMessaging;
import io.nats.client.Connection;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A message-driven bean that is told of messages, as many at a time as it wants. Where it fails, the failure is logged and
 * the next message comes: core NATS delivers at most once.
 *
 * <p><b>Owner:</b> the thread of its subscription, which lets others call the bean if that may be called several times at once.
 */
final class SubjectBean implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.gannet.ra");
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

    private final BeanCalls calls;
    private final Executor threads;
    private final int concurrency;
    private final Semaphore free;
    private final JnatsMessaging messaging;
    private final Subscription subscription;

    SubjectBean(BeanCalls calls, SubjectActivation activation, Executor threads, JnatsMessaging messaging) {
        this.calls = calls;
        this.threads = threads;
        this.concurrency = activation.getConcurrency();
        this.free = new Semaphore(concurrency);
        this.messaging = messaging;
        this.subscription = messaging.subscribe(activation.getSubject(), activation.getQueue(), this::arrived);
    }

    private void arrived(Message message) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (concurrency == 1) {
            deliver(message);
            return;
        }
        try {
            threads.execute(() -> deliver(message));
        } catch (RejectedExecutionException e) {
            free.release();
            LOG.log(System.Logger.Level.WARNING, "a bean was not told of a message to " + message.subject(), e);
        }
    }

    private void deliver(Message message) {
        try {
            calls.call(bean -> ((SubjectListener) bean).onMessage(message));
        } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a bean failed with a message to " + message.subject(), e);
        } finally {
            free.release();
        }
    }

    /** Lets the bean finish with what has arrived. */
    @Override
    public void close() {
        try {
            if (messaging.connection().getStatus() == Connection.Status.CONNECTED) {
                subscription.drain(DRAIN_TIMEOUT).toCompletableFuture().join();
            } else {
                subscription.close(); // Nobody is there to be told.
            }
            if (!free.tryAcquire(concurrency, DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "a bean is still busy with a message; it is not waited for");
            }
        } catch (CompletionException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "a subscription ends without its server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
