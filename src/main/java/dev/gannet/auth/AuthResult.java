package dev.gannet.auth;

import dev.gannet.account.Permissions;
import dev.gannet.account.PublishRate;
import org.jspecify.annotations.Nullable;

/** What became of a client's credentials. */
public sealed interface AuthResult {
    /**
     * The client is let in.
     *
     * @param user the name that monitoring shows, or null for none; a token is not shown
     * @param account the name of the account that it belongs to
     * @param permissions what it may do, the same object for all connections of a user; null is everything
     * @param rate how fast all connections of the user together may publish; null is any
     * @param proxy the public key of the trusted proxy that it came through; null is none
     */
    record Accepted(
            @Nullable String user,
            String account,
            @Nullable Permissions permissions,
            @Nullable PublishRate rate,
            @Nullable String proxy)
            implements AuthResult {
        /** Somebody who came straight. */
        public Accepted(@Nullable String user, String account, @Nullable Permissions permissions) {
            this(user, account, permissions, null, null);
        }
    }

    /** The client is turned away; what it is told is always {@code Authorization Violation}. */
    record Rejected(AuthFailure failure) implements AuthResult {}
}
