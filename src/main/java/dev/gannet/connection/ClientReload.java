package dev.gannet.connection;

import dev.gannet.account.Permissions;
import dev.gannet.auth.AuthFailure;
import dev.gannet.auth.AuthResult;
import dev.gannet.auth.Authenticator;
import dev.gannet.auth.Credentials;
import dev.gannet.base.Quoted;
import dev.gannet.config.tls.CertificateNames;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.WireError;
import java.util.concurrent.RejectedExecutionException;

/**
 * Looks at a client again when other settings are in force: may it stay, and what may it do now (CF-215)? Whoever stays
 * loses nothing.
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class ClientReload {
    private final Client client;
    private final ServerContext server;
    private final ClientLogin login;
    private final ClientSubscriptions subscriptions;

    ClientReload(Client client, ClientLogin login, ClientSubscriptions subscriptions) {
        this.client = client;
        this.server = client.server();
        this.login = login;
        this.subscriptions = subscriptions;
    }

    /**
     * Begins to look; a password may take a moment to be compared.
     *
     * @param before who decided on the client so far
     * @param done runs when the client is as it stays
     */
    void begin(Authenticator before, Runnable done) {
        Authenticator now = server.logins().authenticator();
        if (client.isClosed() || !login.isIn()) {
            client.adapt(); // Who is about to be decided on is decided on by the new settings.
            done.run();
            return;
        }
        Credentials credentials = login.credentials();
        CertificateNames certificate = login.certificate();
        if (now.isShown(credentials, before)) {
            decided(before, credentials, now.authenticateShown(credentials, login.connectionType()));
            done.run();
            return;
        }
        if (!now.mayBlock(credentials)) {
            decided(before, credentials, login.authenticate(now, credentials, certificate));
            done.run();
            return;
        }
        try {
            server.logins().executor().execute(() -> {
                AuthResult result = login.authenticate(now, credentials, certificate);
                client.transport().execute(() -> {
                    decided(before, credentials, result);
                    done.run();
                });
            });
        } catch (RejectedExecutionException e) {
            client.violation(WireError.AUTHORIZATION, CloseReason.AUTHENTICATION_FAILURE, String.valueOf(e));
            done.run();
        }
    }

    private void decided(Authenticator before, Credentials credentials, AuthResult result) {
        if (client.isClosed()) {
            return;
        }
        Authenticator now = server.logins().authenticator();
        String proxy = login.proxy();
        if (proxy != null && !now.trusts(proxy)) {
            reject(credentials, AuthFailure.PROXY_NOT_TRUSTED);
            return;
        }
        boolean isNamed =
                !now.mapsCertificates(credentials) && (credentials.user() != null || credentials.nkey() != null);
        boolean isKnown = now.knows(credentials);
        if (isNamed && !isKnown && (before.knows(credentials) || result instanceof AuthResult.Rejected)) {
            client.close(CloseReason.CLIENT_CLOSED); // The user is gone.
        } else if (!(result instanceof AuthResult.Accepted accepted)) {
            reject(credentials, ((AuthResult.Rejected) result).failure());
        } else if (accepted.account().equals(login.account().name())) {
            keep(accepted, credentials);
        } else {
            client.close(CloseReason.CLIENT_CLOSED); // It comes again, and is in its new account then.
        }
    }

    private void reject(Credentials credentials, AuthFailure failure) {
        if (!login.hasConnected() && subscriptions.size() == 0 && client.inMessages() == 0) {
            login.leave();
            login.open(); // It has said nothing yet, and is asked now.
            return;
        }
        client.violation(WireError.AUTHORIZATION, ClientLogin.reason(failure), credentials.authenticationError());
    }

    private void keep(AuthResult.Accepted accepted, Credentials credentials) {
        Permissions granted = accepted.permissions();
        if (granted != login.permissions()) {
            login.grant(granted);
            removeDenied(name(accepted, credentials));
            login.account().touchAll(); // Plans know whether it inspects, and what it may receive.
        }
        login.pace(accepted.rate());
        client.adapt();
        int max = login.subscriptionsMax();
        if (max > 0 && subscriptions.size() > max) {
            WireError error = WireError.MAXIMUM_SUBSCRIPTIONS;
            client.violation(error, CloseReason.MAXIMUM_SUBSCRIPTIONS, error.text());
        }
    }

    private static String name(AuthResult.Accepted accepted, Credentials credentials) {
        String user = credentials.shownUser() == null ? accepted.user() : null;
        return user == null ? credentials.describe() : "User " + Quoted.of(user);
    }

    private void removeDenied(String user) {
        for (Subscription subscription : subscriptions.list()) {
            if (login.maySubscribe(subscription.subject(), subscription.queue())) {
                continue;
            }
            subscriptions.remove(subscription);
            String queue = subscription.queue();
            String what = Quoted.ofBytes(subscription.subject())
                    + (queue == null ? "" : " using queue " + Quoted.ofBytes(queue))
                    + " (sid " + Quoted.ofBytes(subscription.sid()) + ")";
            client.output().error("Permissions Violation for Subscription to " + what);
            server.log().notice("Removed sub " + what + " for " + user + " - not authorized");
        }
    }
}
