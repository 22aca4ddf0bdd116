package dev.gannet.connection;

import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.protocol.ServerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the connections of one server share. Any thread. */
@Singleton
public final class ServerContext {
    private final ServerConfig config;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final Executor authExecutor;
    private final ServerLog log;
    private final Clock clock;
    private final ConnectionCounters counters = new ConnectionCounters();
    private final Clients clients;
    private volatile @Nullable ServerInfo info;

    /**
     * @param authExecutor where authentication runs that takes its time; never an event loop
     */
    @Inject
    public ServerContext(
            ServerConfig config,
            Accounts accounts,
            Authenticator authenticator,
            AuthExecutor authExecutor,
            ServerLog log,
            Clock clock) {
        this.config = config;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.authExecutor = authExecutor;
        this.log = log;
        this.clock = clock;
        this.clients = new Clients(config.limits(), counters);
    }

    /** Where authentication runs that may block. */
    @FunctionalInterface
    public interface AuthExecutor extends Executor {}

    public ServerConfig config() {
        return config;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    Executor authExecutor() {
        return authExecutor;
    }

    public ServerLog log() {
        return log;
    }

    public Clock clock() {
        return clock;
    }

    public ConnectionCounters counters() {
        return counters;
    }

    public Clients clients() {
        return clients;
    }

    /** Returns what INFO says now; set before the first connection is made. */
    public ServerInfo info() {
        ServerInfo current = info;
        if (current == null) {
            throw new IllegalStateException("info: not set (expected: set before a connection is made)");
        }
        return current;
    }

    public void info(ServerInfo current) {
        info = current;
    }
}
