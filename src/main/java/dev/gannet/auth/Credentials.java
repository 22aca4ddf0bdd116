package dev.gannet.auth;

import dev.gannet.base.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT brings to say who the client is. A field that the client left empty is null.
 *
 * @param user {@code user}
 * @param password {@code pass}
 * @param token {@code auth_token}
 * @param nkey {@code nkey}, a public key
 * @param signature {@code sig}, the server's nonce signed with the nkey
 * @param jwt {@code jwt}
 * @param proxySignature {@code proxy_sig}, the nonce signed by the proxy that it came through
 */
public record Credentials(
        @Nullable String user,
        @Nullable String password,
        @Nullable String token,
        @Nullable String nkey,
        @Nullable String signature,
        @Nullable String jwt,
        @Nullable String proxySignature) {
    private static final Credentials NONE = new Credentials(null, null, null, null, null, null);
    private static final String REDACTED = "[REDACTED]";

    public Credentials {
        user = emptyToNull(user);
        password = emptyToNull(password);
        token = emptyToNull(token);
        nkey = emptyToNull(nkey);
        signature = emptyToNull(signature);
        jwt = emptyToNull(jwt);
        proxySignature = emptyToNull(proxySignature);
    }

    /** What somebody brings who came straight. */
    public Credentials(
            @Nullable String user,
            @Nullable String password,
            @Nullable String token,
            @Nullable String nkey,
            @Nullable String signature,
            @Nullable String jwt) {
        this(user, password, token, nkey, signature, jwt, null);
    }

    /** Returns what a client brings that says nothing of itself. */
    public static Credentials none() {
        return NONE;
    }

    public static Credentials ofUser(String user, @Nullable String password) {
        return new Credentials(user, password, null, null, null, null);
    }

    public static Credentials ofToken(String token) {
        return new Credentials(null, null, token, null, null, null);
    }

    /** Returns the name under which monitoring shows the client ({@code authorized_user}), or null for none. */
    public @Nullable String shownUser() {
        if (nkey != null) {
            return nkey;
        }
        if (user != null) {
            return user;
        }
        return token == null ? null : REDACTED;
    }

    /** Returns who the client says it is, for the log: {@code User "x"}, {@code Nkey "x"}, {@code Token "[REDACTED]"}. */
    public String describe() {
        if (nkey != null) {
            return "Nkey " + Quoted.of(nkey);
        }
        if (user != null) {
            return "User " + Quoted.of(user);
        }
        return token == null ? "User \"N/A\"" : "Token " + Quoted.of(REDACTED);
    }

    /** Returns the log line of a client that is turned away: {@code authentication error - User "x"}. */
    public String authenticationError() {
        return shownUser() == null ? "authentication error" : "authentication error - " + describe();
    }

    /** Returns the short form that stands behind the account in a connection's log lines: {@code user:x}, or null. */
    public @Nullable String label() {
        if (nkey != null) {
            return "nkey:" + nkey;
        }
        if (user != null) {
            return "user:" + user;
        }
        return token == null ? null : "token";
    }

    /** Returns the same with this name or nkey: that of the {@code no_auth_user}. */
    Credentials asUser(String name, boolean hasNkey) {
        return hasNkey
                ? new Credentials(user, password, token, name, signature, jwt, proxySignature)
                : new Credentials(name, password, token, nkey, signature, jwt, proxySignature);
    }

    /** Says nothing of what is secret. */
    @Override
    public String toString() {
        return "Credentials[" + describe() + "]";
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
