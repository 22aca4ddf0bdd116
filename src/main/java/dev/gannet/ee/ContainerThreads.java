package dev.gannet.ee;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The container's threads, on which JNDI, CDI and the application's classes are at hand, under names of our own. */
final class ContainerThreads implements ThreadFactory {
    private final ManagedThreadFactory container;
    private final AtomicInteger made = new AtomicInteger();

    ContainerThreads(ManagedThreadFactory container) {
        this.container = container;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = container.newThread(task);
        thread.setName("gannet-" + made.getAndIncrement());
        return thread;
    }
}
