package dev.gannet.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, for the users of the global account. With neither token nor user nor users, everybody may.
 *
 * @param token the one token that all clients show (plain, or a bcrypt hash), or null
 * @param user the name of the one user, or null
 * @param password the one user's password (plain, or a bcrypt hash), or null
 * @param users several users; not together with {@code token} or {@code user}
 * @param defaultPermissions what users without permissions of their own may do, or null for everything
 * @param timeout how long a client may take to show who it is
 * @param noAuthUser the user that clients without credentials become, of whatever account, or null
 * @param proxyRequired whether who shows the token, or is the one user, has to come through a trusted proxy
 */
public record AuthorizationConfig(
        @Nullable String token,
        @Nullable String user,
        @Nullable String password,
        List<UserConfig> users,
        @Nullable PermissionsConfig defaultPermissions,
        Duration timeout,
        @Nullable String noAuthUser,
        boolean proxyRequired) {
    public AuthorizationConfig {
        users = List.copyOf(users);
        Checks.positive("timeout", timeout);
    }

    /** Clients may come straight. */
    public AuthorizationConfig(
            @Nullable String token,
            @Nullable String user,
            @Nullable String password,
            List<UserConfig> users,
            @Nullable PermissionsConfig defaultPermissions,
            Duration timeout,
            @Nullable String noAuthUser) {
        this(token, user, password, users, defaultPermissions, timeout, noAuthUser, false);
    }

    public static AuthorizationConfig defaults() {
        return new AuthorizationConfig(null, null, null, List.of(), null, Duration.ofSeconds(2), null);
    }

    public AuthorizationConfig withToken(@Nullable String token) {
        return new AuthorizationConfig(
                token, user, password, users, defaultPermissions, timeout, noAuthUser, proxyRequired);
    }

    public AuthorizationConfig withUser(@Nullable String user, @Nullable String password) {
        return new AuthorizationConfig(
                token, user, password, users, defaultPermissions, timeout, noAuthUser, proxyRequired);
    }

    public AuthorizationConfig withUsers(List<UserConfig> users) {
        return new AuthorizationConfig(
                token, user, password, users, defaultPermissions, timeout, noAuthUser, proxyRequired);
    }

    public AuthorizationConfig withTimeout(Duration timeout) {
        return new AuthorizationConfig(
                token, user, password, users, defaultPermissions, timeout, noAuthUser, proxyRequired);
    }

    public AuthorizationConfig withNoAuthUser(@Nullable String noAuthUser) {
        return new AuthorizationConfig(
                token, user, password, users, defaultPermissions, timeout, noAuthUser, proxyRequired);
    }

    public AuthorizationConfig withProxyRequired(boolean proxyRequired) {
        return new AuthorizationConfig(
                token, user, password, users, defaultPermissions, timeout, noAuthUser, proxyRequired);
    }

    /** Says nothing of the token and the passwords. */
    @Override
    public String toString() {
        return "AuthorizationConfig[token=" + Secret.shown(token) + ", user=" + user + ", password="
                + Secret.shown(password) + ", users=" + users + ", defaultPermissions=" + defaultPermissions
                + ", timeout=" + timeout + ", noAuthUser=" + noAuthUser + ", proxyRequired=" + proxyRequired + "]";
    }
}
