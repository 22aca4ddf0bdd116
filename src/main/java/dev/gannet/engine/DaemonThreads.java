package dev.gannet.engine;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of a server: they do not keep the program running that it is part of. */
public final class DaemonThreads implements ThreadFactory {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "gannet-" + made.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }
}
