package dev.gannet.engine;

import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.Chance;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.ServerContext;
import dev.gannet.connection.login.Logins;
import dev.gannet.inprocess.InProcessConnections;
import dev.gannet.net.EventLoops;
import dev.gannet.net.ServerTls;
import dev.gannet.service.SystemServices;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The parts of one server, in the order in which they need each other. Embedded they are wired here by hand, which costs a
 * start no reflection; a container makes the same classes by their {@code @Inject} constructors. Both are given a
 * {@link ServerConfig}, a {@link ServerLog}, a {@link ThreadFactory}, a {@link Clock} and a {@link Chance}.
 */
public final class EngineParts {
    private static final List<Class<?>> TYPES = List.of(
            Accounts.class,
            Authenticator.class,
            AuthThreads.class,
            Logins.class,
            ServerContext.class,
            EventLoops.class,
            ServerTls.class,
            ServiceThread.class,
            SystemServices.class,
            JetStreamHost.class,
            EngineServices.class,
            InProcessConnections.class,
            EngineThreads.class,
            GannetServer.class);

    private EngineParts() {}

    /** Returns the classes of all parts: each has one constructor to inject, and there is one object of it in a server. */
    public static List<Class<?>> types() {
        return TYPES;
    }

    static GannetServer wire(ServerConfig config, ServerLog log, ThreadFactory threads, Clock clock, Chance chance) {
        Accounts accounts = new Accounts(config, chance);
        Authenticator authenticator = new Authenticator(config);
        AuthThreads authThreads = new AuthThreads(threads);
        Logins logins = new Logins(accounts, authenticator, authThreads);
        ServerContext context = new ServerContext(config, logins, log, clock);
        EventLoops loops = new EventLoops(config, log, threads, clock, chance);
        ServerTls tls = new ServerTls(log, threads);
        ServiceThread serviceThread = new ServiceThread(threads);
        SystemServices services = new SystemServices(context, serviceThread);
        EngineServices engineServices = new EngineServices(services, new JetStreamHost(context, threads, chance));
        InProcessConnections inProcess = new InProcessConnections(loops, context, threads);
        EngineThreads engineThreads = new EngineThreads(threads, authThreads, serviceThread, inProcess);
        return new GannetServer(context, loops, tls, engineServices, engineThreads);
    }
}
