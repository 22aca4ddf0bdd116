package dev.gannet.connection.login;

import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.config.ServerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/**
 * Who may connect and where that is found out.
 *
 * <p><b>Owner:</b> whoever reloads the configuration; any thread reads.
 */
@Singleton
public final class Logins {
    private final Accounts accounts;
    private volatile Authenticator authenticator;
    private final AuthExecutor executor;

    /**
     * @param executor where authentication runs that takes its time; never an event loop
     */
    @Inject
    public Logins(Accounts accounts, Authenticator authenticator, AuthExecutor executor) {
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.executor = executor;
    }

    /** Where authentication runs that may take its time. */
    public interface AuthExecutor extends Executor {}

    public Accounts accounts() {
        return accounts;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    /** Takes over other settings; returns what decided before. Clients that are there are to be looked at again. */
    public Authenticator reload(ServerConfig config) {
        Authenticator before = authenticator;
        Authenticator now = before.with(config);
        accounts.reload(config, now.permissions());
        authenticator = now;
        return before;
    }

    public Executor executor() {
        return executor;
    }
}
