package dev.gannet.ra;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks on threads that the container lends to resource adapters. Any thread. */
record ContainerThreads(WorkManager works) implements Executor {
    @Override
    public void execute(Runnable task) {
        try {
            works.scheduleWork(new Task(task));
        } catch (WorkException e) {
            throw new RejectedExecutionException("the container has no thread: " + e.getMessage(), e);
        }
    }

    private record Task(Runnable task) implements Work {
        @Override
        public void run() {
            task.run();
        }

        /** The container wants it to end: it does so by itself, and soon. */
        @Override
        public void release() {
            // There is nothing to give back.
        }
    }
}
