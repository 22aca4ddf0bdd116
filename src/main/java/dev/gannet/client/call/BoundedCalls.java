package dev.gannet.client.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs calls of one observer, no more at a time than it may: who brings another one waits. One at a time runs on the
 * thread that brings it, several on the executor's. Any thread.
 */
public final class BoundedCalls {
    private final int max;
    private final Executor executor;
    private final Semaphore free;

    public BoundedCalls(int max, Executor executor) {
        this.max = max;
        this.executor = executor;
        this.free = new Semaphore(max);
    }

    /** Runs a call as soon as it may run. It lasts until its stage ends. */
    public void run(Supplier<CompletionStage<?>> call) {
        free.acquireUninterruptibly();
        if (max == 1) {
            runNow(call);
            return;
        }
        boolean handed = false;
        try {
            executor.execute(() -> runNow(call));
            handed = true;
        } finally {
            if (!handed) {
                free.release();
            }
        }
    }

    private void runNow(Supplier<CompletionStage<?>> call) {
        CompletionStage<?> running = CompletableFuture.completedStage(null);
        try {
            running = call.get();
        } finally {
            running.whenComplete((result, thrown) -> free.release());
        }
    }

    /** Returns a stage that ends when no call runs, if no new ones are brought, or after {@code timeout}: then with false. */
    public CompletionStage<Boolean> ended(Duration timeout) {
        return CompletableFuture.supplyAsync(() -> haveEnded(timeout), executor);
    }

    private boolean haveEnded(Duration timeout) {
        try {
            boolean ended = free.tryAcquire(max, timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                free.release(max);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
