package dev.gannet.connection;

import dev.gannet.account.Accounts;
import dev.gannet.auth.Authenticator;
import dev.gannet.base.Clock;
import dev.gannet.base.Nonces;
import dev.gannet.base.Repeats;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.login.FailedLogins;
import dev.gannet.connection.login.Logins;
import dev.gannet.connection.login.Unauthenticated;
import dev.gannet.connection.tls.RateLimit;
import dev.gannet.protocol.ServerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one server share.
 *
 * <p><b>Owner:</b> whoever reloads the configuration: settings, {@code info} and {@code events} are replaced
 * as a whole. Any thread reads.
 */
@Singleton
public final class ServerContext {
    private volatile ServerConfig config;
    private final Logins logins;
    private final ServerLog log;
    private final Clock clock;
    private final ConnectionCounters counters = new ConnectionCounters();
    private final Clients clients;
    private final Repeats repeats;
    private final RateLimit handshakes;
    private final FailedLogins failedLogins;
    private final Unauthenticated unauthenticated = new Unauthenticated();
    private volatile @Nullable Nonces nonces;
    private final AtomicLong lastEvent = new AtomicLong();
    private volatile @Nullable ServerInfo info;
    private volatile Clients.Listener events = Clients.Listener.NONE;

    @Inject
    public ServerContext(ServerConfig config, Logins logins, ServerLog log, Clock clock) {
        this.config = config;
        this.logins = logins;
        this.log = log;
        this.clock = clock;
        this.repeats = new Repeats(clock);
        this.clients = new Clients(config.limits(), counters);
        this.handshakes = new RateLimit(clock);
        this.failedLogins = new FailedLogins(clock);
        this.nonces = nonces(config);
    }

    private @Nullable Nonces nonces(ServerConfig current) {
        boolean signs =
                current.protocol().alwaysEnableNonce() || logins.authenticator().needsNonce();
        return signs ? Nonces.system() : null;
    }

    /** Puts other settings in force for whoever asks from now on; returns who decided on clients before. */
    public Authenticator reload(ServerConfig next) {
        Authenticator before = logins.reload(next);
        config = next;
        nonces = nonces(next);
        clients.admit(next.limits().maxConnections());
        return before;
    }

    public ServerConfig config() {
        return config;
    }

    public Logins logins() {
        return logins;
    }

    public Accounts accounts() {
        return logins.accounts();
    }

    public ServerLog log() {
        return log;
    }

    /** Returns what decides whether a line is worth being written again. */
    Repeats repeats() {
        return repeats;
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

    /** Returns what counts handshakes, for {@code connection_rate_limit}. */
    RateLimit handshakes() {
        return handshakes;
    }

    /** Returns what is remembered of logins that have failed. */
    FailedLogins failedLogins() {
        return failedLogins;
    }

    /** Returns what counts those who have not shown who they are. */
    public Unauthenticated unauthenticated() {
        return unauthenticated;
    }

    /** Returns what one client has to sign, or null if none has to. */
    @Nullable
    String newNonce() {
        Nonces current = nonces;
        return current == null ? null : current.next();
    }

    /** Returns the number of one more event or answer that this server makes (MO-150). */
    public long nextEvent() {
        return lastEvent.incrementAndGet();
    }

    /** Returns who is told what happens to clients. */
    Clients.Listener events() {
        return events;
    }

    /** Says who is told from now on what happens to clients. */
    public void events(Clients.Listener listener) {
        events = listener;
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
