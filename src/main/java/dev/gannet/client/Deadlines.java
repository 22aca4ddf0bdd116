package dev.gannet.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is to happen after a while, on a thread that is there while anything waits. (The JDK has one for such things too, for
 * ever, with the class loader of the first application that needed it.) Any thread.
 */
public final class Deadlines implements AutoCloseable {
    private static final long STAY_SECONDS = 1;

    private final ScheduledThreadPoolExecutor timer;

    public Deadlines() {
        timer = new ScheduledThreadPoolExecutor(1, new DetachedThreads("gannet-deadlines"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(STAY_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Returns {@code future}, which fails with a {@link TimeoutException} if it has not ended in time. */
    public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout) {
        return on(future, timeout, () -> future.completeExceptionally(new TimeoutException()));
    }

    /** Returns {@code future}, which has {@code late} as its result if it has not ended in time. */
    public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout, T late) {
        return on(future, timeout, () -> future.complete(late));
    }

    private <T> CompletableFuture<T> on(CompletableFuture<T> future, Duration timeout, Runnable late) {
        if (future.isDone()) {
            return future;
        }
        Future<?> deadline = timer.schedule(late, timeout.toNanos(), TimeUnit.NANOSECONDS);
        return future.whenComplete((result, failure) -> deadline.cancel(false));
    }

    /** Does something after a while, which must be short. */
    public void after(Duration delay, Runnable task) {
        Future<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nothing happens any more; who asks for something is refused with a {@code RejectedExecutionException}. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
