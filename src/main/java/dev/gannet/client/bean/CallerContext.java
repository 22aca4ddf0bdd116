package dev.gannet.client.bean;

import dev.gannet.client.call.Tracing;
import jakarta.enterprise.concurrent.ContextService;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the code that asks for something, to be there again when the answer is: the container's part of it
 * (identity, names, class loader: Jakarta Concurrency 3.0, 3.3), and the trace. Any thread.
 *
 * @param container null where there is no container
 */
record CallerContext(@Nullable ContextService container, Tracing tracing) {
    private static final String CONTAINER = "java:comp/DefaultContextService";

    static CallerContext ofContainer(Tracing tracing) {
        return new CallerContext(lookUp(CONTAINER, ContextService.class), tracing);
    }

    /** Returns what the container has under a name of the platform's, or null. */
    @SuppressWarnings("BanJNDI") // The name is the platform's.
    static <T> @Nullable T lookUp(String name, Class<T> type) {
        try {
            Object found = new InitialContext().lookup(name);
            return type.isInstance(found) ? type.cast(found) : null;
        } catch (NamingException e) {
            return null; // No container, such as in a test.
        }
    }

    /** Returns {@code task}, which runs, once and anywhere, in what surrounds the caller now. */
    Runnable capture(Runnable task) {
        Runnable traced = tracing.capture(task);
        return container == null ? traced : container.contextualRunnable(traced);
    }

    /** Returns what runs tasks, on the thread that brings them, in what the container surrounds the caller with now. */
    Executor current() {
        return container == null ? Runnable::run : container.currentContextExecutor();
    }
}
