package dev.gannet.net;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where the expensive steps of handshakes are computed: half of the processors at most, so that a storm of them leaves the
 * others to the messages. One more than {@value #WAITING_MAX} waiting is refused.
 *
 * <p><b>Owner:</b> the event loops; any of them calls.
 */
final class TlsTasks {
    private static final int WAITING_MAX = 16_384;
    private static final int IDLE_SECONDS = 10;

    /** So many handshakes wait for an authority at the same time; others wait for them. */
    private static final int PATIENT_MAX = 16;

    private final ThreadPoolExecutor executor;
    private final ThreadPoolExecutor patient;

    TlsTasks(ThreadFactory threads) {
        executor = executor(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), threads);
        patient = executor(PATIENT_MAX, threads);
    }

    private static ThreadPoolExecutor executor(int count, ThreadFactory threads) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), threads);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** A task that is one too many is a {@link java.util.concurrent.RejectedExecutionException}. */
    void execute(Runnable task) {
        executor.execute(task);
    }

    /** The same for a task that waits for somebody else. */
    void executeWaiting(Runnable task) {
        patient.execute(task);
    }

    void stop() {
        executor.shutdownNow();
        patient.shutdownNow();
    }
}
