package dev.gannet.engine;

import dev.gannet.monitor.QueueSnapshot;
import dev.gannet.service.SystemServices.AnswerExecutor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where answers of the server's own are made: one thread, which is there while there is something to do. One request
 * more than {@value #WAITING_MAX} waiting is refused.
 */
@Singleton
final class ServiceThread implements AnswerExecutor {
    private static final int WAITING_MAX = 4_096;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    @Inject
    ServiceThread(ThreadFactory threads) {
        executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), threads);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    QueueSnapshot queue() {
        return new QueueSnapshot("System recvQ", executor.getQueue().size(), executor.getActiveCount());
    }

    void stop() {
        executor.shutdownNow();
    }
}
