package dev.gannet.client.bean;

import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.call.Surroundings;
import dev.gannet.client.call.Tracing;
import io.nats.client.Connection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of an application: made when it is first used, to where {@link ClientSettings} say, and closed with
 * the application. Any thread.
 */
@ApplicationScoped
public class ClientConnections implements Surroundings {
    private final Object lock = new Object();
    private final Tracing tracing = Tracing.ofClassPath();
    private final CallThreads threads = CallThreads.ofContainer();
    private @Nullable JnatsMessaging messaging;
    private boolean closed;

    /** Returns messaging over the connection; what is sent carries the current trace, where there are traces. */
    @Override
    public Messaging messaging() {
        Messaging plain = connected();
        return tracing instanceof Tracing.NoTracing ? plain : new TracedMessaging(plain, tracing);
    }

    /** Returns the connection itself, for what {@link Messaging} does not do. */
    @Override
    public Connection nats() {
        return connected().connection();
    }

    @Override
    public Executor executor() {
        return threads.executor();
    }

    private JnatsMessaging connected() {
        synchronized (lock) {
            if (closed) {
                throw new MessagingException("the application's connection is closed: the application ends", null);
            }
            JnatsMessaging found = messaging;
            if (found == null) {
                ClientSettings settings = ClientSettings.of(ConfigProvider.getConfig());
                found = JnatsMessaging.connect(settings.options().executor(threads.executor()));
                messaging = found;
            }
            return found;
        }
    }

    @PreDestroy
    void close() {
        JnatsMessaging open;
        synchronized (lock) {
            closed = true;
            open = messaging;
            messaging = null;
        }
        if (open != null) {
            open.close();
        }
        threads.close();
    }
}
