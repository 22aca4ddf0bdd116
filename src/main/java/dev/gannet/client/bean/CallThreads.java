package dev.gannet.client.bean;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The threads that calls run on: the container's where there are some, else daemon threads of our own. How many calls run
 * at a time is bounded by each observer.
 *
 * @param owned whether they end with us
 */
record CallThreads(ExecutorService executor, boolean owned) implements AutoCloseable {
    private static final String CONTAINER = "java:comp/DefaultManagedExecutorService";

    static CallThreads ofContainer() {
        ExecutorService container = lookUp();
        return container == null
                ? new CallThreads(Executors.newCachedThreadPool(daemons()), true)
                : new CallThreads(new ContainerExecutor(container), false);
    }

    @SuppressWarnings("BanJNDI") // The name is the platform's.
    private static @Nullable ExecutorService lookUp() {
        try {
            return new InitialContext().lookup(CONTAINER) instanceof ExecutorService found ? found : null;
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
        if (owned) {
            executor.shutdown();
        }
    }
}
