package dev.gannet.account;

import org.jspecify.annotations.Nullable;

/**
 * An account and the permissions of a publisher in it: those who share a scope get the same answer for the same subject,
 * so cached plans are kept for each scope and not for each connection. Compared by identity.
 */
public final class PublishScope {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final Account account;
    private final @Nullable Permissions permissions;
    private final long salt;

    PublishScope(Account account, @Nullable Permissions permissions) {
        this.account = account;
        this.permissions = permissions;
        this.salt = System.identityHashCode(this) * FACTOR;
    }

    public Account account() {
        return account;
    }

    /** Returns what the publishers may do; null for everything. */
    public @Nullable Permissions permissions() {
        return permissions;
    }

    /** Returns a number that sets the hashes of this scope's subjects apart from those of others. */
    public long salt() {
        return salt;
    }
}
