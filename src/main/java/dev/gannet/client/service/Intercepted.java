package dev.gannet.client.service;

import dev.gannet.client.call.BoundedCalls;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.service.ServiceMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What jnats's services are given, where they would do something else than is wanted. */
final class Intercepted {
    private Intercepted() {}

    /**
     * A connection over which no error is answered: jnats counts an error only if it may answer it, always with 500, and
     * ours has been answered already.
     */
    static Connection withoutErrorAnswers(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            boolean isError = method.getName().equals("publish")
                    && arguments.length == 1
                    && arguments[0] instanceof Message message
                    && message.getHeaders() != null
                    && message.getHeaders().containsKey(ServiceMessage.NATS_SERVICE_ERROR);
            return isError ? null : forward(connection, method, arguments);
        });
    }

    /** A dispatcher whose messages are handled by so many calls at a time. */
    static Dispatcher bounded(Dispatcher dispatcher, BoundedCalls calls) {
        return proxy(Dispatcher.class, (proxy, method, arguments) -> {
            if (method.getName().equals("subscribe")) {
                int last = arguments.length - 1;
                if (arguments[last] instanceof MessageHandler handler) {
                    arguments[last] = (MessageHandler) message -> calls.run(() -> {
                        handle(handler, message);
                        return CompletableFuture.completedStage(null);
                    });
                }
            }
            return forward(dispatcher, method, arguments);
        });
    }

    private static void handle(MessageHandler handler, Message message) {
        try {
            handler.onMessage(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Intercepted.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object forward(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
