package dev.gannet.client.bean;

import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.client.ConnectionNews;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.call.Surroundings;
import dev.gannet.client.call.Tracing;
import dev.gannet.client.inprocess.InProcessMessaging;
import dev.gannet.client.inprocess.InProcessOptions;
import dev.gannet.client.inprocess.InProcessServer;
import io.nats.client.Connection;
import io.nats.client.Options;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an application: made when they are first used, to where {@link ClientSettings} say, and closed with the
 * application. Over TCP it is one; in the server's own JVM messages and all else have one each. Any thread.
 */
@ApplicationScoped
public class ClientConnections implements Surroundings {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");

    @Inject
    Instance<InProcessServer> embedded;

    private final Object lock = new Object();
    private final Tracing tracing = Tracing.ofClassPath();
    private final CallerContext context = CallerContext.ofContainer(tracing);
    private final CallThreads threads = CallThreads.ofContainer(context);
    private @Nullable InProcessMessaging inProcess;
    private @Nullable JnatsMessaging jnats;
    private @Nullable ConnectionNews news;
    private Way way = Way.OPEN;
    private boolean closed;

    /** How the server is reached. */
    private enum Way {
        OPEN,
        TCP,
        IN_PROCESS
    }

    /**
     * Returns messaging over the connection: what is sent carries the current trace, where there are traces, and answers
     * come on threads that may wait.
     */
    @Override
    public Messaging messaging() {
        Messaging messaging = new ContextualMessaging(connected(), context, threads.executor());
        return tracing instanceof Tracing.NoTracing ? messaging : new TracedMessaging(messaging, tracing);
    }

    /** Returns a connection of jnats, for what {@link Messaging} does not do. */
    @Override
    public Connection nats() {
        synchronized (lock) {
            return jnats(ClientSettings.of(ConfigProvider.getConfig())).connection();
        }
    }

    @Override
    public Executor executor() {
        return threads.executor();
    }

    private Messaging connected() {
        synchronized (lock) {
            checkOpen();
            if (inProcess != null) {
                return inProcess;
            }
            ClientSettings settings = ClientSettings.of(ConfigProvider.getConfig());
            if (!isInProcess(settings)) {
                return jnats(settings);
            }
            InProcessMessaging made = InProcessMessaging.connect(this::server, settings.options(), threads.executor());
            way = Way.IN_PROCESS;
            LOG.log(System.Logger.Level.INFO, "{0} is connected to the server in this JVM", settings.name());
            inProcess = made;
            return made;
        }
    }

    private JnatsMessaging jnats(ClientSettings settings) {
        checkOpen();
        JnatsMessaging found = jnats;
        if (found == null) {
            ConnectionNews told = new ConnectionNews(LOG, settings.name());
            Options.Builder options =
                    settings.options().executor(threads.executor()).connectionListener(told::changed);
            boolean isInProcess = isInProcess(settings);
            found = JnatsMessaging.connect(isInProcess ? InProcessOptions.with(options, this::server) : options);
            way = isInProcess ? Way.IN_PROCESS : Way.TCP;
            news = told;
            jnats = found;
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} is connected to {1}",
                    settings.name(),
                    isInProcess ? "the server in this JVM" : found.server());
        }
        return found;
    }

    private void checkOpen() {
        if (closed) {
            throw new MessagingException("the application's connection is closed: the application ends", null);
        }
    }

    /**
     * Returns whether it is too early to say which server is meant: no address is named, and one that is deployed in this
     * container together with the application may not have been reached yet.
     */
    boolean mayComeYet() {
        synchronized (lock) {
            return way == Way.OPEN
                    && threads.isContainers()
                    && server() == null
                    && !ClientSettings.of(ConfigProvider.getConfig()).namesServer();
        }
    }

    /** Is decided by the first connection that is made. */
    private boolean isInProcess(ClientSettings settings) {
        return way == Way.OPEN ? settings.isInProcess(this::server) : way == Way.IN_PROCESS;
    }

    /** Returns the server that the program itself provides, or that of the container; null if there is none now. */
    private @Nullable InProcessServer server() {
        return embedded.isResolvable() ? embedded.get() : InProcessServer.inContainer();
    }

    @PreDestroy
    void close() {
        InProcessMessaging here;
        JnatsMessaging open;
        synchronized (lock) {
            closed = true;
            here = inProcess;
            open = jnats;
            inProcess = null;
            jnats = null;
            if (news != null) {
                news.end();
            }
        }
        if (here != null) {
            here.close();
        }
        if (open != null) {
            open.close();
        }
        threads.close();
    }
}
