package dev.gannet.client;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Makes daemon threads that know nothing of the application on whose thread they are made. Others have its context class
 * loader, and up to JDK 23 the classes on its stack as well, so that they keep an application that has been undeployed. Any
 * thread.
 */
public final class DetachedThreads implements ThreadFactory {
    private final String name;
    private final AtomicInteger count = new AtomicInteger();

    public DetachedThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        return detached(() -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does something of which threads may be a part, and those know nothing of the caller's application. */
    @SuppressWarnings("removal") // It does nothing in the JDKs that have nobody to keep things for it.
    public static <T> T detached(Supplier<T> task) {
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        thread.setContextClassLoader(DetachedThreads.class.getClassLoader());
        try {
            return AccessController.doPrivileged((PrivilegedAction<T>) task::get);
        } finally {
            thread.setContextClassLoader(application);
        }
    }
}
