package dev.gannet.jetstream.api;

import dev.gannet.base.ServerLog;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests on their way from the event loops to where JSON is made: one after the other, in the order in which they came.
 * A request waits until it has its answer. When too many do, all that wait to be read are dropped (JA-63).
 *
 * <p>Any thread adds; the tasks run one at a time on a thread of the executor.
 */
final class ApiQueue {
    private final Executor executor;
    private final ServerLog log;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();

    /** Requests of one kind that wait. */
    static final class Waiting {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger dropped = new AtomicInteger();

        /** Counts one in, and returns when it came: before or behind requests that were dropped. */
        int enter() {
            count.incrementAndGet();
            return dropped.get();
        }

        void leave() {
            count.decrementAndGet();
        }

        int count() {
            return count.get();
        }

        /** Drops all that wait to be read. */
        void drop() {
            dropped.incrementAndGet();
        }

        boolean isDropped(int entered) {
            return dropped.get() != entered;
        }
    }

    ApiQueue(Executor executor, ServerLog log) {
        this.executor = executor;
        this.log = log;
    }

    /** Runs something behind all that was added before. */
    void add(Runnable task) {
        tasks.add(task);
        if (running.compareAndSet(false, true)) {
            start();
        }
    }

    private void start() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            running.set(false); // The server ends; nobody waits any more.
            log.debug("JetStream API: nothing is answered any more: " + e.getMessage());
        }
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                // What fails for one request must not end the answers to the others.
                log.error("JetStream API: " + e);
            }
        }
        running.set(false);
        if (!tasks.isEmpty() && running.compareAndSet(false, true)) {
            start();
        }
    }
}
