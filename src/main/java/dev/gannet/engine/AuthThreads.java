package dev.gannet.engine;

import dev.gannet.connection.login.Logins.AuthExecutor;
import dev.gannet.monitor.QueueSnapshot;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where passwords are compared with bcrypt hashes, which takes a tenth of a second each: half of the processors at most,
 * so that a storm of logins leaves the others to the messages. One more than {@value #WAITING_MAX} waiting is refused.
 */
@Singleton
final class AuthThreads implements AuthExecutor {
    private static final int WAITING_MAX = 65_536;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    @Inject
    AuthThreads(ThreadFactory threads) {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        executor = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), threads);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    QueueSnapshot queue() {
        return new QueueSnapshot("Password checks", executor.getQueue().size(), executor.getActiveCount());
    }

    void stop() {
        executor.shutdownNow();
    }
}
