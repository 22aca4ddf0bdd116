package dev.gannet.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where requests on JetStream's API are read and answered: one thread, which is there while there is something to do. How
 * many requests wait is bounded by the API itself.
 */
final class ApiThread implements Executor {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    ApiThread(ThreadFactory threads) {
        executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
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
