package dev.gannet.auth;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.AuthorizationConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.tls.CertificateNames;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the configuration who a client is: whoever comes (no authorization), who knows the token, or one of
 * the users of the global account and the other accounts.
 *
 * <p>How long an answer takes tells nothing of how much of a secret was right, nor of which user names exist: whoever
 * shows an unknown name waits for a bcrypt computation too, if there are bcrypt hashes at all.
 *
 * <p><b>Owner:</b> immutable. A changed configuration makes a new one.
 */
@Singleton
public final class Authenticator {
    private final Map<String, KnownUser> users;
    private final @Nullable StoredSecret token;
    private final @Nullable KnownUser noAuthUser;
    private final boolean hasNkeys;
    private final StoredSecret decoy;
    private final List<String> warnings;
    private final @Nullable CertificateUsers certificateUsers;
    private final CompiledPermissions permissions;
    private final TrustedProxies proxies;
    private final boolean proxyRequired; // Of whoever shows the token, or is the one user.

    /** A configuration that contradicts itself is an {@link IllegalArgumentException} with nats-server's words. */
    @Inject
    public Authenticator(ServerConfig config) {
        this(
                config.authorization(),
                config.accounts(),
                mapsCertificates(config),
                new TrustedProxies(config.features().trustedProxies()),
                new CompiledPermissions());
    }

    private static boolean mapsCertificates(ServerConfig config) {
        return config.tls() != null && config.tls().mapsUsers();
    }

    /** The same for clients without certificates. */
    public Authenticator(AuthorizationConfig authorization, List<AccountConfig> accounts) {
        this(authorization, accounts, false, new TrustedProxies(Set.of()), new CompiledPermissions());
    }

    private Authenticator(
            AuthorizationConfig authorization,
            List<AccountConfig> accounts,
            boolean mapsCertificates,
            TrustedProxies proxies,
            CompiledPermissions permissions) {
        this.permissions = permissions;
        this.proxies = proxies;
        this.proxyRequired = authorization.proxyRequired();
        List<UserConfig> listed = new ArrayList<>(authorization.users());
        accounts.forEach(account -> listed.addAll(account.users()));
        String singleToken = emptyToNull(authorization.token());
        String singleUser = emptyToNull(authorization.user());
        requireOneKind(singleToken, singleUser, !listed.isEmpty());
        this.token = singleToken == null ? null : StoredSecret.of(singleToken);
        if (singleUser == null) {
            this.users = Map.copyOf(known(authorization, accounts, permissions));
        } else {
            String password = authorization.password();
            listed.add(new UserConfig(singleUser, password == null ? "" : password));
            // The one user may do everything: default permissions are for lists of users.
            UserConfig one = listed.get(0).withProxyRequired(proxyRequired);
            this.users = Map.of(singleUser, KnownUser.of(one, Account.GLOBAL, null, permissions));
        }
        String anonymous = emptyToNull(authorization.noAuthUser());
        this.noAuthUser = anonymous == null ? null : noAuthUser(anonymous, users, singleUser == null);
        this.hasNkeys = users.values().stream().anyMatch(KnownUser::hasNkey);
        this.decoy = SecretReview.mostExpensive(users.values());
        // Whoever has no password is known by a certificate, which is no reason for a warning.
        List<UserConfig> withSecrets = mapsCertificates
                ? listed.stream().filter(user -> !user.password().isEmpty()).toList()
                : listed;
        this.warnings = SecretReview.warnings(withSecrets, singleToken);
        this.certificateUsers = mapsCertificates && !users.isEmpty() ? new CertificateUsers(users) : null;
    }

    /**
     * Returns one for other settings. Permissions that stay as they are stay the same objects, so that answers that are
     * kept for them stay good.
     */
    public Authenticator with(ServerConfig config) {
        return new Authenticator(
                config.authorization(),
                config.accounts(),
                mapsCertificates(config),
                new TrustedProxies(config.features().trustedProxies()),
                permissions.forNext());
    }

    /** Returns the permissions that some user has. */
    public Set<Permissions> permissions() {
        return permissions.all();
    }

    /** Returns whether a client's credentials name a user that there is. */
    public boolean knows(Credentials credentials) {
        return named(credentials) != null;
    }

    /** Returns whether {@code earlier} has let these credentials in for the same secret, so that it is not asked again. */
    public boolean isShown(Credentials credentials, Authenticator earlier) {
        boolean isProxied = proxies.isClaimed(credentials) || earlier.proxies.isClaimed(credentials);
        if (isProxied || mapsCertificates(credentials) || earlier.mapsCertificates(credentials)) {
            return false;
        }
        if (token != null) {
            return earlier.token != null && earlier.token.isSame(token);
        }
        KnownUser user = named(credentials);
        KnownUser before = earlier.named(credentials);
        return user != null
                && before != null
                && user.hasNkey() == before.hasNkey()
                && before.password().isSame(user.password());
    }

    /** Decides once more on a client whose secret {@linkplain #isShown needs no look}. */
    public AuthResult authenticateShown(Credentials credentials, ConnectionType type) {
        KnownUser user = named(credentials);
        if (token != null ? proxyRequired : user != null && user.proxyRequired()) {
            return rejected(AuthFailure.PROXY_REQUIRED);
        }
        if (token != null || user == null) {
            return new AuthResult.Accepted(credentials.shownUser(), Account.GLOBAL, null);
        }
        return user.mayConnect(type) ? accepted(user, credentials) : rejected(AuthFailure.CONNECTION_TYPE);
    }

    private @Nullable KnownUser named(Credentials credentials) {
        String name = decidesNkey(credentials) ? credentials.nkey() : credentials.user();
        return name == null ? null : users.get(name);
    }

    /** Returns whether a client is let in only after a look at its credentials. */
    public boolean required() {
        return token != null || !users.isEmpty();
    }

    /**
     * Returns whether a client without credentials is let in too, since nothing is required or there is a
     * {@code no_auth_user}. Then INFO says no {@code auth_required}, and CONNECT need not come first (CP-34).
     */
    public boolean admitsAnyone() {
        return !required() || noAuthUser != null;
    }

    /** Returns whether some user or proxy signs a nonce, so that each client has to be given one. */
    public boolean needsNonce() {
        return hasNkeys || !proxies.isEmpty();
    }

    /** Returns whether clients may come through the proxy with this public key. */
    public boolean trusts(String proxy) {
        return proxies.contains(proxy);
    }

    /** Returns whether {@link #authenticate} would compute long enough to hold up an event loop. */
    public boolean mayBlock(Credentials credentials) {
        if (proxies.isClaimed(credentials)) {
            return true;
        }
        if (!required() || isAnonymous(credentials)) {
            return false;
        }
        if (certificateUsers != null) {
            return decidesNkey(credentials) || decoy.isSlow();
        }
        return decidesNkey(credentials) || secretFor(credentials).isSlow();
    }

    /** Decides on the credentials of a client that was given no nonce to sign. */
    public AuthResult authenticate(Credentials credentials, ConnectionType type) {
        return authenticate(credentials, null, type);
    }

    /**
     * Decides on a client's credentials; where {@link #mayBlock} says so, not on an event loop.
     *
     * @param nonce what the client was given to sign, if anything
     */
    public AuthResult authenticate(Credentials credentials, @Nullable String nonce, ConnectionType type) {
        return authenticate(credentials, nonce, null, type);
    }

    /** The same for a client that has shown a certificate, or null. */
    public AuthResult authenticate(
            Credentials credentials,
            @Nullable String nonce,
            @Nullable CertificateNames certificate,
            ConnectionType type) {
        boolean isProxied = proxies.isClaimed(credentials);
        String proxy = isProxied ? proxies.find(credentials, nonce) : null;
        if (isProxied && proxy == null) {
            return rejected(AuthFailure.PROXY_NOT_TRUSTED);
        }
        AuthResult result = decide(credentials, nonce, certificate, type);
        if (proxy == null) {
            return needsProxy(credentials, result) ? rejected(AuthFailure.PROXY_REQUIRED) : result;
        }
        return result instanceof AuthResult.Accepted accepted
                ? new AuthResult.Accepted(
                        accepted.user(), accepted.account(), accepted.permissions(), accepted.rate(), proxy)
                : result;
    }

    /** Whoever has to come through a proxy is told so first, whatever else is wrong (AC-139). */
    private boolean needsProxy(Credentials credentials, AuthResult result) {
        if (token != null) {
            return proxyRequired;
        }
        KnownUser user = named(credentials);
        if (result instanceof AuthResult.Accepted accepted && accepted.user() != null) {
            user = users.get(accepted.user()); // Perhaps known by a certificate, or without a name.
        }
        return user != null && user.proxyRequired();
    }

    private AuthResult decide(
            Credentials credentials,
            @Nullable String nonce,
            @Nullable CertificateNames certificate,
            ConnectionType type) {
        if (!required()) {
            return new AuthResult.Accepted(credentials.shownUser(), Account.GLOBAL, null);
        }
        if (certificateUsers != null && !decidesNkey(credentials)) {
            return authenticateCertificate(certificateUsers, certificate, credentials, type);
        }
        if (noAuthUser != null && isAnonymous(credentials)) {
            return noAuthUser.mayConnect(type)
                    ? accepted(noAuthUser, credentials.asUser(noAuthUser.name(), noAuthUser.hasNkey()))
                    : rejected(AuthFailure.CONNECTION_TYPE);
        }
        if (token != null) {
            return authenticateToken(token, credentials);
        }
        String nkey = credentials.nkey();
        return hasNkeys && nkey != null
                ? authenticateNkey(nkey, credentials, nonce, type)
                : authenticateUser(credentials, type);
    }

    /** Returns whether the certificate says which user a client is, whatever name it says itself (AC-7). */
    public boolean mapsCertificates(Credentials credentials) {
        return certificateUsers != null && !decidesNkey(credentials);
    }

    private static AuthResult authenticateCertificate(
            CertificateUsers known,
            @Nullable CertificateNames certificate,
            Credentials credentials,
            ConnectionType type) {
        KnownUser user = certificate == null ? null : known.find(certificate, type);
        if (user == null) {
            return rejected(AuthFailure.NO_CERTIFICATE);
        }
        return user.password().isKnownBy(credentials.password())
                ? accepted(user, credentials.asUser(user.name(), false))
                : rejected(AuthFailure.WRONG_PASSWORD);
    }

    /** Returns what the log should say about the secrets when the server starts. */
    public List<String> warnings() {
        return warnings;
    }

    private static AuthResult authenticateToken(StoredSecret token, Credentials credentials) {
        if (token.isKnownBy(credentials.token())) {
            return new AuthResult.Accepted(credentials.shownUser(), Account.GLOBAL, null);
        }
        return rejected(credentials.token() == null ? AuthFailure.NO_CREDENTIALS : AuthFailure.WRONG_TOKEN);
    }

    /** An nkey decides alone, whatever else the client shows (AC-5). */
    private AuthResult authenticateNkey(
            String nkey, Credentials credentials, @Nullable String nonce, ConnectionType type) {
        KnownUser user = users.get(nkey);
        if (user == null || !user.hasNkey()) {
            return rejected(AuthFailure.UNKNOWN_USER);
        }
        if (!user.mayConnect(type)) {
            return rejected(AuthFailure.CONNECTION_TYPE);
        }
        String signature = credentials.signature();
        if (user.equals(noAuthUser)) {
            return accepted(user, credentials); // Who says nothing is let in as this user too.
        }
        if (signature == null) {
            return rejected(AuthFailure.NO_SIGNATURE);
        }
        boolean signed = nonce != null && NkeySignature.verifies(nkey, nonce, signature);
        return signed ? accepted(user, credentials) : rejected(AuthFailure.WRONG_SIGNATURE);
    }

    private boolean decidesNkey(Credentials credentials) {
        return hasNkeys && credentials.nkey() != null;
    }

    private AuthResult authenticateUser(Credentials credentials, ConnectionType type) {
        // Compared in any case, and first, so that every refusal takes the same time.
        boolean known = secretFor(credentials).isKnownBy(credentials.password());
        String name = credentials.user();
        if (name == null) {
            return rejected(AuthFailure.NO_CREDENTIALS);
        }
        KnownUser user = users.get(name);
        if (user == null || user.hasNkey()) {
            return rejected(AuthFailure.UNKNOWN_USER);
        }
        if (!user.mayConnect(type)) {
            return rejected(AuthFailure.CONNECTION_TYPE);
        }
        return known ? accepted(user, credentials) : rejected(AuthFailure.WRONG_PASSWORD);
    }

    /** Returns what the credentials are compared with: the decoy if they name nobody. */
    private StoredSecret secretFor(Credentials credentials) {
        if (token != null) {
            return token;
        }
        String name = credentials.user();
        KnownUser user = name == null ? null : users.get(name);
        return user == null || user.hasNkey() ? decoy : user.password();
    }

    /** An nkey counts only if there are nkeys in the configuration; a JWT is not looked at. */
    private boolean isAnonymous(Credentials credentials) {
        return noAuthUser != null
                && !decidesNkey(credentials)
                && credentials.user() == null
                && credentials.password() == null
                && credentials.token() == null;
    }

    private static AuthResult accepted(KnownUser user, Credentials credentials) {
        return new AuthResult.Accepted(credentials.shownUser(), user.account(), user.permissions(), user.rate(), null);
    }

    private static AuthResult rejected(AuthFailure failure) {
        return new AuthResult.Rejected(failure);
    }

    private static Map<String, KnownUser> known(
            AuthorizationConfig authorization, List<AccountConfig> accounts, CompiledPermissions permissions) {
        Map<String, KnownUser> users = new HashMap<>();
        Permissions defaults = permissions.ofNullable(authorization.defaultPermissions());
        for (UserConfig user : authorization.users()) {
            add(users, KnownUser.of(user, Account.GLOBAL, defaults, permissions), user);
        }
        for (AccountConfig account : accounts) {
            Permissions accountDefaults = permissions.ofNullable(account.defaultPermissions());
            for (UserConfig user : account.users()) {
                add(users, KnownUser.of(user, account.name(), accountDefaults, permissions), user);
            }
        }
        return users;
    }

    private static void add(Map<String, KnownUser> users, KnownUser user, UserConfig config) {
        if (users.put(user.name(), user) != null) {
            throw new IllegalArgumentException("Duplicate " + config.describe() + " detected");
        }
    }

    private static void requireOneKind(@Nullable String token, @Nullable String user, boolean listed) {
        if (user != null && token != null) {
            throw new IllegalArgumentException("Cannot have a user/pass and token");
        }
        if (user != null && listed) {
            throw new IllegalArgumentException("Can not have a single user/pass and a users array");
        }
        if (token != null && listed) {
            throw new IllegalArgumentException("Can not have a token and a users array");
        }
    }

    private static KnownUser noAuthUser(String name, Map<String, KnownUser> users, boolean listed) {
        if (users.isEmpty() || !listed) {
            throw new IllegalArgumentException(
                    "no_auth_user: \"" + name + "\" present, but users/nkeys are not defined");
        }
        KnownUser user = users.get(name);
        if (user == null) {
            throw new IllegalArgumentException("no_auth_user: \"" + name
                    + "\" not present as user or nkey in authorization block or account configuration");
        }
        return user;
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
