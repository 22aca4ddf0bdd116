package dev.gannet.connection;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.account.PublishRate;
import dev.gannet.account.PublishScope;
import dev.gannet.account.ReplyPermits;
import dev.gannet.auth.AuthFailure;
import dev.gannet.auth.AuthResult;
import dev.gannet.auth.Authenticator;
import dev.gannet.auth.ConnectionType;
import dev.gannet.auth.Credentials;
import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.base.TimerQueue;
import dev.gannet.config.limit.LoginLimitsConfig;
import dev.gannet.config.tls.CertificateNames;
import dev.gannet.connection.tls.TlsFacts;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.ConnectOptions;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.protocol.WireError;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is and what follows from it: CONNECT, the account, the permissions and limits.
 *
 * <p><b>Owner:</b> the client's event loop. What deliveries ask of the permissions may be asked by any loop: it changes
 * only with CONNECT, and replies are noted under the lock of {@link ReplyPermits}.
 */
final class ClientLogin {
    private final Client client;
    private final ServerContext server;
    private final ConnectOptions options = new ConnectOptions();
    private final Instant start;
    private final @Nullable String nonce;
    private volatile Account account;
    private volatile @Nullable Permissions permissions;
    private volatile @Nullable ReplyPermits replyPermits;
    private PublishScope scope;
    private @Nullable PublishRate publishRate;
    private volatile String user = "";
    private volatile @Nullable String proxy;
    private TimerQueue.@Nullable Timer timeout;
    private TimerQueue.@Nullable Timer delayed;
    private boolean counted; // Whether the account counts this connection.
    private boolean required;
    private boolean connected;
    private boolean first; // Whether the CONNECT that is decided on is the first.
    private boolean pending;

    ClientLogin(Client client, ServerContext server) {
        this.client = client;
        this.server = server;
        this.account = server.logins().accounts().global();
        this.scope = account.scope(null);
        this.start = server.clock().instant();
        this.nonce = server.newNonce();
    }

    /** The connection is made: what may it do before CONNECT? */
    void open() {
        required = server.logins().authenticator().required();
        if (required) {
            timeout = new Timeout(client);
            long nanos = server.config().authorization().timeout().toNanos();
            client.loop().timers().set(timeout, client.loop().nowNanos() + nanos);
        } else {
            counted = account.connect();
            server.events().counted(account);
        }
        client.adapt();
    }

    /** Returns what the first INFO says: who need not say who he is, is not asked (CP-64). */
    ServerInfo greeting() {
        ServerInfo info = server.info();
        return server.logins().authenticator().admitsAnyone() ? info.withoutAuthRequired() : info;
    }

    private static final class Timeout extends TimerQueue.Timer {
        private final Client client;

        Timeout(Client client) {
            this.client = client;
        }

        @Override
        protected void fire(long nowNanos) {
            client.output().error(WireError.AUTHENTICATION_TIMEOUT.text());
            client.trace().debug(WireError.AUTHENTICATION_TIMEOUT.text());
            client.close(CloseReason.AUTHENTICATION_TIMEOUT);
        }
    }

    void connect(byte[] json) {
        cancel();
        try {
            options.read(json);
        } catch (IOException e) {
            client.violation(null, CloseReason.PROTOCOL_VIOLATION, "CONNECT: " + firstLine(e));
            return;
        }
        first = !connected;
        if (!first) {
            client.dropSubscriptions();
        }
        connected = true;
        LoginLimitsConfig limits = server.config().logins();
        long delay = server.failedLogins().delayNanos(limits, client.transport().remoteHost());
        if (delay == 0 || !server.logins().authenticator().required()) {
            authenticate(credentials());
            return;
        }
        server.counters().countDelayedLogin();
        pending = true;
        client.suspend();
        delayed = new Delayed(this);
        client.loop().timers().set(delayed, client.loop().nowNanos() + delay);
    }

    /** Looks at CONNECT later than it came, because too many logins from its address have failed. */
    private static final class Delayed extends TimerQueue.Timer {
        private final ClientLogin login;

        Delayed(ClientLogin login) {
            this.login = login;
        }

        @Override
        protected void fire(long nowNanos) {
            login.pending = false;
            login.authenticate(login.credentials());
            login.client.readAgain();
        }
    }

    /** Returns what CONNECT has brought, or nothing if there was none. */
    Credentials credentials() {
        return new Credentials(
                options.user(),
                options.password(),
                options.token(),
                options.nkey(),
                options.signature(),
                options.jwt(),
                options.proxySignature());
    }

    private void authenticate(Credentials credentials) {
        Authenticator authenticator = server.logins().authenticator();
        if (authenticator.mayBlock(credentials)) {
            authenticateElsewhere(authenticator, credentials);
        } else {
            decided(credentials, authenticate(authenticator, credentials, certificate()));
        }
    }

    AuthResult authenticate(
            Authenticator authenticator, Credentials credentials, @Nullable CertificateNames certificate) {
        return authenticator.authenticate(credentials, nonce, certificate, connectionType());
    }

    ConnectionType connectionType() {
        return client.transport().isInProcess() ? ConnectionType.IN_PROCESS : ConnectionType.STANDARD;
    }

    /** Returns who the client is by its certificate, or null if it has shown none. */
    @Nullable
    CertificateNames certificate() {
        TlsFacts tls = client.tls();
        return tls == null || tls.peerCertificates().isEmpty()
                ? null
                : CertificateNames.of(tls.peerCertificates().get(0));
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private void authenticateElsewhere(Authenticator authenticator, Credentials credentials) {
        pending = true;
        client.suspend();
        CertificateNames certificate = certificate();
        try {
            server.logins().executor().execute(() -> {
                if (client.isClosed()) {
                    return; // Whoever does not wait for the answer costs no time.
                }
                AuthResult result = authenticate(authenticator, credentials, certificate);
                client.transport().execute(() -> authenticated(authenticator, credentials, result));
            });
        } catch (RejectedExecutionException e) {
            pending = false;
            refuse("too many clients authenticate at the same time", true);
        }
    }

    private void authenticated(Authenticator authenticator, Credentials credentials, AuthResult result) {
        pending = false;
        if (client.isClosed()) {
            return;
        }
        if (authenticator != server.logins().authenticator()) {
            authenticate(credentials); // The settings were reloaded meanwhile: what was found out is worth nothing.
        } else {
            decided(credentials, result);
        }
        client.readAgain();
    }

    private void decided(Credentials credentials, AuthResult result) {
        if (result instanceof AuthResult.Accepted accepted) {
            warnOfUnusedName(credentials);
            if (options.asksForAccount()) {
                refuse(credentials.authenticationError(), false);
            } else if (enter(accepted)) {
                user = accepted.user() == null ? "" : accepted.user();
                proxy = accepted.proxy();
                server.events().connected(client);
                if (first) {
                    client.trace().identify(label(credentials, accepted), options, account);
                }
                accept();
            }
            return;
        }
        String offered = credentials.shownUser();
        user = offered == null ? "" : offered; // The monitoring shows who was refused.
        CloseReason reason = CloseReason.AUTHENTICATION_FAILURE;
        if (result instanceof AuthResult.Rejected rejected) {
            explain(rejected.failure());
            failed();
            reason = reason(rejected.failure());
        }
        refuse(credentials.authenticationError(), true, reason);
    }

    private void failed() {
        String host = client.transport().remoteHost();
        String news = server.failedLogins().failed(server.config().logins(), host);
        if (news != null) {
            server.log().warn(news);
        }
    }

    /** Returns what the end of a client's connection is called that was turned away. */
    static CloseReason reason(AuthFailure failure) {
        return switch (failure) {
            case PROXY_NOT_TRUSTED -> CloseReason.PROXY_NOT_TRUSTED;
            case PROXY_REQUIRED -> CloseReason.PROXY_REQUIRED;
            default -> CloseReason.AUTHENTICATION_FAILURE;
        };
    }

    /** Says what the log's error line does not, in nats-server's words where it has some. */
    private void explain(AuthFailure failure) {
        switch (failure) {
            case NO_SIGNATURE, WRONG_SIGNATURE, PROXY_NOT_TRUSTED, PROXY_REQUIRED ->
                client.trace().debug(failure.text());
            default -> {}
        }
    }

    private void warnOfUnusedName(Credentials credentials) {
        if (credentials.user() != null && server.logins().authenticator().mapsCertificates(credentials)) {
            server.log()
                    .warn("User " + Quoted.of(credentials.user())
                            + " found in connect proto, but user required from cert");
        }
    }

    /** Whoever does not say who he is is called by the name of the user that he becomes. */
    private static @Nullable String label(Credentials credentials, AuthResult.Accepted accepted) {
        String label = credentials.label();
        String user = accepted.user();
        if (label != null || user == null) {
            return label;
        }
        return (Nkey.USER.decode(user) == null ? "user:" : "nkey:") + user;
    }

    private void accept() {
        if (options.protocol() < 0 || options.protocol() > ServerInfo.PROTOCOL) {
            reject(WireError.INVALID_CLIENT_PROTOCOL, CloseReason.BAD_CLIENT_PROTOCOL);
        } else if (options.noResponders() && !headersEnabled()) {
            reject(WireError.NO_RESPONDERS_REQUIRES_HEADERS, CloseReason.NO_RESPONDERS_REQUIRES_HEADERS);
        } else {
            client.connected();
        }
    }

    private void reject(WireError error, CloseReason reason) {
        client.violation(error, reason, error.text());
    }

    /** Returns whether both sides understand headers. */
    boolean headersEnabled() {
        return server.config().protocol().headers() && options.headers();
    }

    private void refuse(String detail, boolean asked) {
        refuse(detail, asked, CloseReason.AUTHENTICATION_FAILURE);
    }

    private void refuse(String detail, boolean asked, CloseReason reason) {
        server.events().refused(client, reason, asked);
        client.violation(WireError.AUTHORIZATION, reason, detail);
    }

    private boolean enter(AuthResult.Accepted accepted) {
        Account entered = server.logins().accounts().get(accepted.account());
        if (entered != account) {
            client.dropSubscriptions(); // They were made for nobody in particular (no_auth_user), in another account.
        }
        if (entered != account || !counted) {
            leave();
            if (!entered.connect()) {
                client.ending()
                        .turnAway(WireError.MAXIMUM_ACCOUNT_CONNECTIONS, CloseReason.MAXIMUM_ACCOUNT_CONNECTIONS);
                return false;
            }
            counted = true;
            server.events().counted(entered);
        }
        account = entered;
        grant(accepted.permissions());
        publishRate = accepted.rate();
        required = false;
        client.adapt();
        return true;
    }

    /** From now on it may do this; null is everything. */
    void grant(@Nullable Permissions granted) {
        permissions = granted;
        replyPermits = granted == null || granted.responses() == null ? null : new ReplyPermits(granted);
        scope = account.scope(granted);
    }

    /** From now on all connections of its user together may publish so fast; null is any. */
    void pace(@Nullable PublishRate rate) {
        publishRate = rate;
    }

    @Nullable
    PublishRate publishRate() {
        return publishRate;
    }

    /** Somebody who need not say who he is sends something else first (CP-34). */
    boolean admitWithoutConnect() {
        Credentials nobody = Credentials.none();
        if (server.logins().authenticator().admitsAnyone()
                && server.logins().authenticator().authenticate(nobody, connectionType())
                        instanceof AuthResult.Accepted accepted) {
            cancel();
            connected = true; // A CONNECT that comes later is the second one.
            if (!enter(accepted)) {
                return false;
            }
            server.events().connected(client);
            return true;
        }
        refuse("authentication error", false);
        return false;
    }

    /** Stops the clock of the authentication. */
    void cancel() {
        if (timeout != null) {
            client.loop().timers().cancel(timeout);
            timeout = null;
        }
        if (delayed != null) {
            client.loop().timers().cancel(delayed);
            delayed = null;
        }
    }

    /** Leaves the account. */
    void leave() {
        if (counted) {
            counted = false;
            account.disconnect();
            server.events().counted(account);
        }
    }

    boolean isRequired() {
        return required;
    }

    boolean isPending() {
        return pending;
    }

    boolean hasConnected() {
        return connected;
    }

    ConnectOptions options() {
        return options;
    }

    Account account() {
        return account;
    }

    /** Returns whether it was let in, be it without having been asked who it is. */
    boolean isIn() {
        return !required && !pending;
    }

    @Nullable
    Permissions permissions() {
        return permissions;
    }

    PublishScope scope() {
        return scope;
    }

    String user() {
        return user;
    }

    /** Returns the public key of the trusted proxy that it came through, or null. */
    @Nullable
    String proxy() {
        return proxy;
    }

    Instant start() {
        return start;
    }

    @Nullable
    String nonce() {
        return nonce;
    }

    int maxPayload() {
        int max = server.config().limits().maxPayloadBytes();
        int ofAccount = account.limits().maxPayloadBytes();
        return ofAccount < 0 ? max : Math.min(max, ofAccount);
    }

    /** Returns how many subscriptions it may have, or zero for any number. */
    int subscriptionsMax() {
        int max = server.config().limits().maxSubscriptions();
        int ofAccount = account.limits().maxSubscriptions();
        if (ofAccount < 0) {
            return max;
        }
        return max > 0 ? Math.min(max, ofAccount) : ofAccount;
    }

    boolean maySubscribe(String filter, @Nullable String queue) {
        Permissions current = permissions;
        return current == null || current.maySubscribe(filter, queue);
    }

    boolean mayReceive(byte[] subject, int length, @Nullable String queue) {
        Permissions current = permissions;
        return current == null || current.mayReceive(subject, 0, length, queue);
    }

    /** Returns whether a message that is denied otherwise is an answer that was asked for (AC-30). */
    boolean mayReply(byte[] subject) {
        ReplyPermits permits = replyPermits;
        return permits != null
                && permits.mayReply(subject, 0, subject.length, client.loop().nowNanos());
    }

    boolean notesReplies() {
        return replyPermits != null;
    }

    /** Takes note of the reply of a message that was delivered to the client. */
    void noteReply(PublishFrame frame) {
        ReplyPermits permits = replyPermits;
        if (permits != null && frame.replyLength() > 0) {
            byte[] reply = frame.chunk().bytes(frame.tail(), frame.replyLength());
            permits.noteReply(reply, 0, reply.length, client.loop().nowNanos());
        }
    }
}
