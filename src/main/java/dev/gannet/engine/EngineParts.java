package dev.gannet.engine;

import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.Chance;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.Logins;
import dev.gannet.connection.ServerContext;
import dev.gannet.net.EventLoops;
import dev.gannet.service.SystemServices;
import java.util.concurrent.ThreadFactory;

/**
 * The parts of one server, wired by hand. A container wires the same classes by their {@code @Inject} constructors; this
 * is the list of them.
 */
record EngineParts(
        ServerContext context,
        EventLoops loops,
        AuthThreads authThreads,
        ServiceThread serviceThread,
        SystemServices services) {
    static EngineParts wire(ServerConfig config, ServerLog log, ThreadFactory threads, Clock clock, Chance chance) {
        Accounts accounts = new Accounts(config, chance);
        Authenticator authenticator = new Authenticator(config.authorization(), config.accounts());
        AuthThreads authThreads = new AuthThreads(threads);
        ServerContext context = new ServerContext(config, new Logins(accounts, authenticator, authThreads), log, clock);
        ServiceThread serviceThread = new ServiceThread(threads);
        return new EngineParts(
                context,
                new EventLoops(config, log, threads, clock, chance),
                authThreads,
                serviceThread,
                new SystemServices(context, serviceThread));
    }
}
