package dev.gannet.ra;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.security.auth.Subject;

/**
 * Runs tasks on threads that the container lends to resource adapters, and leaves nothing of the adapter on them. Any thread.
 *
 * <p>Up to JDK 23 a new thread keeps the protection domain, and so the class loader, of every class that is on the stack of
 * whoever makes it. A container that makes a thread because it has no idle one does so on the adapter's stack, and the thread
 * is its own: it would keep an adapter that is undeployed for as long as it lives. So the container is asked from a stack
 * that the JDK has cut off, by a method handle, which is no class of ours.
 */
final class ContainerThreads implements Executor {
    /** The first whose threads keep nothing of the stack on which they were made. */
    private static final int FIRST_WITHOUT_INHERITANCE = 24;

    private final Starter starter;

    ContainerThreads(WorkManager works) {
        this.starter =
                Runtime.version().feature() >= FIRST_WITHOUT_INHERITANCE ? works::scheduleWork : CutOff.of(works);
    }

    @Override
    public void execute(Runnable task) {
        try {
            starter.start(new Task(task));
        } catch (WorkException e) {
            throw new RejectedExecutionException("the container has no thread: " + e.getMessage(), e);
        }
    }

    private interface Starter {
        void start(Work work) throws WorkException;
    }

    /** Asks the container with nothing of the adapter on the stack that counts. */
    private record CutOff(ThreadLocal<Work> next, PrivilegedExceptionAction<?> schedulesNext) implements Starter {
        @SuppressWarnings("ThreadLocalUsage") // It has a value during a call only.
        static CutOff of(WorkManager works) {
            ThreadLocal<Work> next = new ThreadLocal<>();
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            try {
                MethodHandle work = lookup.findVirtual(ThreadLocal.class, "get", MethodType.methodType(Object.class))
                        .bindTo(next)
                        .asType(MethodType.methodType(Work.class));
                MethodHandle schedule = MethodHandles.lookup()
                        .findVirtual(WorkManager.class, "scheduleWork", MethodType.methodType(void.class, Work.class))
                        .bindTo(works);
                return new CutOff(
                        next,
                        MethodHandleProxies.asInterfaceInstance(
                                PrivilegedExceptionAction.class, MethodHandles.collectArguments(schedule, 0, work)));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("WorkManager has no scheduleWork", e);
            }
        }

        @Override
        @SuppressWarnings("removal") // What it is called for is gone from the JDK that removes it.
        public void start(Work work) throws WorkException {
            next.set(work);
            try {
                Subject.doAsPrivileged(null, schedulesNext, null);
            } catch (PrivilegedActionException e) {
                if (e.getException() instanceof WorkException refused) {
                    throw refused;
                }
                throw new WorkException(e.getException());
            } finally {
                next.remove();
            }
        }
    }

    private record Task(Runnable task) implements Work {
        @Override
        public void run() {
            task.run();
        }

        /** The container wants it to end: it does so by itself, and soon. */
        @Override
        public void release() {
            // There is nothing to give back.
        }
    }
}
