package dev.gannet.client.bean;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The threads that calls run on: made by the container where there is one, so that they know the application's names and
 * transactions, else daemon threads of our own. They end with the application. How many calls run at a time is bounded by
 * each observer.
 *
 * <p>They are not those of the container's executor: its idle threads keep an application that has been undeployed.
 */
record CallThreads(ExecutorService executor, boolean isContainers) implements AutoCloseable {
    private static final String CONTAINER = "java:comp/DefaultManagedThreadFactory";

    static CallThreads ofContainer() {
        ThreadFactory container = lookUp();
        return new CallThreads(
                Executors.newCachedThreadPool(container == null ? daemons() : container), container != null);
    }

    @SuppressWarnings("BanJNDI") // The name is the platform's.
    private static @Nullable ThreadFactory lookUp() {
        try {
            return new InitialContext().lookup(CONTAINER) instanceof ThreadFactory found ? found : null;
        } catch (NamingException e) {
            return null; // No container, such as in a test.
        }
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
