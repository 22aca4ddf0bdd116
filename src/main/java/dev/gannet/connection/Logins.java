package dev.gannet.connection;

import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/** Who may connect and where that is found out. Immutable; any thread. */
@Singleton
public final class Logins {
    private final Accounts accounts;
    private final Authenticator authenticator;
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

    Executor executor() {
        return executor;
    }
}
