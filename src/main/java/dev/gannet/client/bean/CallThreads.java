package dev.gannet.client.bean;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads that calls run on: made by the container where there is one, so that they know the application's names and
 * transactions, else daemon threads of our own. They end with the application. How many calls run at a time is bounded by
 * each observer.
 *
 * <p>They are not those of the container's executor: its idle threads keep an application that has been undeployed. They
 * have the surroundings of whoever asks for them first, which must be the application's start: a container's factory gives
 * each thread the identity of whoever needs it, for good, and others run on it later.
 */
record CallThreads(ExecutorService executor, boolean isContainers) implements AutoCloseable {
    private static final String CONTAINER = "java:comp/DefaultManagedThreadFactory";

    /** @param context of whoever calls this */
    static CallThreads ofContainer(CallerContext context) {
        ThreadFactory container = CallerContext.lookUp(CONTAINER, ThreadFactory.class);
        ThreadFactory factory = container == null ? daemons() : within(context.current(), container);
        return new CallThreads(Executors.newCachedThreadPool(factory), container != null);
    }

    /** Returns a factory whose threads are made in {@code surroundings}, not in those of whoever needs one. */
    private static ThreadFactory within(Executor surroundings, ThreadFactory factory) {
        return task -> {
            AtomicReference<Thread> made = new AtomicReference<>();
            surroundings.execute(() -> made.set(factory.newThread(task)));
            return made.get();
        };
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "gannet-call-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
