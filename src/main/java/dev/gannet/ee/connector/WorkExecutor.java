package dev.gannet.ee.connector;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkCompletedException;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A work manager that is made of the container's executor service. Transactions cannot be handed to a work. Any thread. */
final class WorkExecutor implements WorkManager {
    private final ManagedExecutorService executor;

    WorkExecutor(ManagedExecutorService executor) {
        this.executor = executor;
    }

    @Override
    public void doWork(Work work) throws WorkException {
        doWork(work, INDEFINITE, null, null);
    }

    /** Returns when the work is done; where it failed, that is the cause of the exception. */
    @Override
    public void doWork(
            Work work, long startTimeoutMillis, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        Running running = submit(work, context, listener);
        running.awaitStart(startTimeoutMillis);
        running.awaitEnd();
    }

    @Override
    public long startWork(Work work) throws WorkException {
        return startWork(work, INDEFINITE, null, null);
    }

    /** Returns when the work has begun. */
    @Override
    public long startWork(
            Work work, long startTimeoutMillis, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        submit(work, context, listener).awaitStart(startTimeoutMillis);
        return UNKNOWN;
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        scheduleWork(work, INDEFINITE, null, null);
    }

    @Override
    public void scheduleWork(
            Work work, long startTimeoutMillis, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        submit(work, context, listener);
    }

    private Running submit(Work work, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        if (context != null && context.getXid() != null) {
            throw new WorkRejectedException(
                    "a transaction cannot be handed to a work here", WorkException.TX_RECREATE_FAILED);
        }
        CountDownLatch started = new CountDownLatch(1);
        try {
            Future<?> end = executor.submit(() -> {
                started.countDown();
                tell(listener, new WorkEvent(this, WorkEvent.WORK_STARTED, work, null));
                WorkException failure = null;
                try {
                    work.run();
                } catch (RuntimeException e) {
                    failure = new WorkCompletedException(e);
                    throw e;
                } finally {
                    tell(listener, new WorkEvent(this, WorkEvent.WORK_COMPLETED, work, failure));
                }
            });
            return new Running(started, end);
        } catch (RejectedExecutionException e) {
            throw new WorkRejectedException(e);
        }
    }

    private static void tell(@Nullable WorkListener listener, WorkEvent event) {
        if (listener == null) {
            return;
        }
        switch (event.getType()) {
            case WorkEvent.WORK_STARTED -> listener.workStarted(event);
            default -> listener.workCompleted(event);
        }
    }

    /** A work that was handed over. */
    private record Running(CountDownLatch started, Future<?> end) {
        void awaitStart(long timeoutMillis) throws WorkException {
            try {
                if (!started.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                    end.cancel(false);
                    throw new WorkRejectedException(
                            "no thread was free within " + timeoutMillis + " ms", WorkException.START_TIMED_OUT);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        void awaitEnd() throws WorkException {
            try {
                end.get(INDEFINITE, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new WorkCompletedException(e.getCause());
            } catch (TimeoutException e) {
                throw new WorkCompletedException(e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private static WorkException interrupted(InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WorkException("interrupted", e);
        }
    }
}
