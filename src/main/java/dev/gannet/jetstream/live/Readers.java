package dev.gannet.jetstream.live;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for the disk when messages are read. They are there while there is something to do; what is more
 * than {@value #WAITING_MAX} waiting is refused.
 */
final class Readers implements Executor {
    private static final int THREADS_MAX = 4;
    private static final int WAITING_MAX = 10_000;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    Readers(ThreadFactory threads) {
        executor = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                threads);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    void stop() {
        executor.shutdown();
    }
}
