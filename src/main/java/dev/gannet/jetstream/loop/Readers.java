package dev.gannet.jetstream.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for the disk when messages are read. They are there while there is something to do; what is more
 * than {@value #WAITING_MAX} waiting is refused, where nothing else bounds it.
 */
public final class Readers implements Executor {
    private static final int THREADS_MAX = 4;
    private static final int FETCHERS_MAX = 2;
    private static final int WAITING_MAX = 10_000;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    private Readers(ThreadFactory threads, int threadsMax, int waitingMax) {
        executor = new ThreadPoolExecutor(
                threadsMax, threadsMax, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waitingMax), threads);
        executor.allowCoreThreadTimeOut(true);
    }

    /** Threads for the messages that are asked for. */
    public static Readers ofMessages(ThreadFactory threads) {
        return new Readers(threads, THREADS_MAX, WAITING_MAX);
    }

    /** Threads for what streams miss: one thing for each at a time, and one for each request that is being answered. */
    public static Readers ofFetches(ThreadFactory threads) {
        return new Readers(threads, FETCHERS_MAX, Integer.MAX_VALUE);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    public void stop() {
        executor.shutdown();
    }
}
