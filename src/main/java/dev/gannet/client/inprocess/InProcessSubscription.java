package dev.gannet.client.inprocess;

import dev.gannet.api.SubjectListener;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one listener. It is called by one thread at a time, which stays for a moment when nothing comes.
 *
 * <p><b>Bounds:</b> {@value #MESSAGES_MAX} messages and {@value #BYTES_MAX} bytes; what comes then is dropped, since whoever
 * sends must not wait, and the log says so once for as long as that lasts. Any thread.
 */
final class InProcessSubscription {
    static final int MESSAGES_MAX = 512 * 1024;
    static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final long STAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");

    final int sid;
    final String subject;
    final @Nullable String queue;
    private final SubjectListener listener;
    private final Executor executor;
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private final ShortWait shortWait =
            new ShortWait(System::nanoTime, Runtime.getRuntime().availableProcessors());
    private volatile boolean hasArrived; // Whether something waits; a guess is enough.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final ArrayDeque<InProcessMessage> waiting = new ArrayDeque<>(); // Guarded by the lock, as all below.
    private long waitingBytes;
    private long dropped;
    private boolean served;
    private boolean draining;
    private boolean closed;

    InProcessSubscription(
            int sid, String subject, @Nullable String queue, SubjectListener listener, Executor executor) {
        this.sid = sid;
        this.subject = subject;
        this.queue = queue;
        this.listener = listener;
        this.executor = executor;
    }

    /** Takes a message; never waits. */
    void offer(InProcessMessage message) {
        boolean needsThread = false;
        boolean drops = false;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (waiting.size() >= MESSAGES_MAX || waitingBytes + message.bytes() > BYTES_MAX) {
                drops = dropped++ == 0;
            } else {
                waiting.add(message);
                hasArrived = true;
                waitingBytes += message.bytes();
                needsThread = !served;
                served = true;
                arrival.signal();
            }
        } finally {
            lock.unlock();
        }
        if (drops) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "messages to {0} are dropped: too many wait for its listener",
                    subject);
        }
        if (needsThread) {
            serve();
        }
    }

    private void serve() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            close();
            LOG.log(System.Logger.Level.WARNING, "no thread for messages to " + subject + ": they are dropped", e);
        }
    }

    private void run() {
        for (InProcessMessage message = next(); message != null; message = next()) {
            try {
                listener.onMessage(message);
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.WARNING, "a listener failed with a message to " + message.subject(), e);
            }
        }
    }

    /** Returns the next message; null if there is none for a while, or nobody wants any. */
    private @Nullable InProcessMessage next() {
        shortWait.await(() -> hasArrived);
        lock.lock();
        try {
            awaitArrival();
            InProcessMessage message = waiting.poll();
            hasArrived = !waiting.isEmpty();
            if (message == null) {
                served = false;
                if (draining) {
                    drained.complete(true);
                }
                return null;
            }
            waitingBytes -= message.bytes();
            if (waiting.isEmpty()) {
                sayWhatWasDropped();
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    private void awaitArrival() {
        try {
            long nanos = STAY_NANOS;
            while (waiting.isEmpty() && !closed && !draining && nanos > 0) {
                nanos = arrival.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The thread is wanted elsewhere, when nothing waits any more.
        }
    }

    private void sayWhatWasDropped() {
        if (dropped > 0) {
            LOG.log(System.Logger.Level.WARNING, "{0} messages to {1} were dropped", dropped, subject);
            dropped = 0;
        }
    }

    /** Nothing comes any more; the future is done when all that waits has been delivered, and true then. */
    CompletableFuture<Boolean> drained() {
        lock.lock();
        try {
            draining = true;
            if (!served) {
                drained.complete(true);
            }
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
        return drained;
    }

    /** Nothing is delivered any more, but for what the listener is busy with. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            waitingBytes = 0;
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
