package dev.gannet.account;

import dev.gannet.subject.transform.SubjectMappings;
import org.jspecify.annotations.Nullable;

/**
 * An account and the permissions of a publisher in it: those who share a scope get the same answer for the same subject,
 * so cached plans are kept for each scope and not for each connection. Compared by identity.
 */
public final class PublishScope {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final Account account;
    private final @Nullable Permissions permissions;
    private final boolean imported;
    private final boolean mapped;
    private volatile @Nullable PublishScope afterMapping;
    private final long salt;

    PublishScope(Account account, @Nullable Permissions permissions) {
        this(account, permissions, false, false);
    }

    private PublishScope(Account account, @Nullable Permissions permissions, boolean imported, boolean mapped) {
        this.account = account;
        this.permissions = permissions;
        this.imported = imported;
        this.mapped = mapped;
        this.salt = System.identityHashCode(this) * FACTOR;
    }

    /** Returns the scope of what comes into an account from another. */
    static PublishScope imported(Account account) {
        return new PublishScope(account, null, true, false);
    }

    public Account account() {
        return account;
    }

    /** Returns what the publishers may do; null for everything. */
    public @Nullable Permissions permissions() {
        return permissions;
    }

    /** Returns whether the publishers are those of another account, which imports services from this one. */
    public boolean isImported() {
        return imported;
    }

    /** Returns the scope of the same publishers' messages that are mapped already, or are not to be. */
    public PublishScope afterMapping() {
        if (mapped) {
            return this;
        }
        PublishScope known = afterMapping;
        return known == null ? makeAfterMapping() : known;
    }

    private synchronized PublishScope makeAfterMapping() {
        PublishScope known = afterMapping;
        if (known == null) {
            known = new PublishScope(account, permissions, imported, true);
            afterMapping = known;
        }
        return known;
    }

    /** Returns what maps the publishers' subjects, or null if nothing does. */
    public @Nullable SubjectMappings mappings() {
        return mapped ? null : account.mappings();
    }

    /** Returns a number that sets the hashes of this scope's subjects apart from those of others. */
    public long salt() {
        return salt;
    }
}
