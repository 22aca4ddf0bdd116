package dev.gannet.config;

import dev.gannet.config.sharing.AccountFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account: a subject space of its own with its users.
 *
 * @param defaultPermissions what the account's users without permissions of their own may do, or null for everything
 * @param trace where messages are traced to that leave that to the account, or null for nowhere
 * @param features what else it has
 */
public record AccountConfig(
        String name,
        List<UserConfig> users,
        @Nullable PermissionsConfig defaultPermissions,
        AccountLimits limits,
        @Nullable TraceConfig trace,
        AccountFeatures features) {
    public AccountConfig {
        users = List.copyOf(users);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: empty (expected: an account's name)");
        }
    }

    /** An account that has nothing else. */
    public AccountConfig(
            String name,
            List<UserConfig> users,
            @Nullable PermissionsConfig defaultPermissions,
            AccountLimits limits,
            @Nullable TraceConfig trace) {
        this(name, users, defaultPermissions, limits, trace, AccountFeatures.NONE);
    }

    /** An account that traces no messages by itself. */
    public AccountConfig(
            String name, List<UserConfig> users, @Nullable PermissionsConfig defaultPermissions, AccountLimits limits) {
        this(name, users, defaultPermissions, limits, null);
    }

    /** An account without limits. */
    public AccountConfig(String name, List<UserConfig> users) {
        this(name, users, null, AccountLimits.unlimited(), null);
    }
}
