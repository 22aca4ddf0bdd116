package dev.gannet.auth;

import dev.gannet.account.Permissions;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.UserConfig;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of the configuration, ready to be asked for.
 *
 * @param connectionTypes how the user may connect; empty is every way
 */
record KnownUser(
        String name,
        StoredSecret password,
        String account,
        @Nullable Permissions permissions,
        Set<ConnectionType> connectionTypes) {
    /** {@code defaults} are what the user may do without permissions of its own. */
    static KnownUser of(UserConfig config, String account, @Nullable Permissions defaults) {
        if (config.name().isEmpty()) {
            throw new IllegalArgumentException("User entry requires a user");
        }
        PermissionsConfig own = config.permissions();
        return new KnownUser(
                config.name(),
                StoredSecret.of(config.password()),
                account,
                own == null ? defaults : Permissions.of(own),
                connectionTypes(config.allowedConnectionTypes()));
    }

    boolean mayConnect(ConnectionType type) {
        return connectionTypes.isEmpty() || connectionTypes.contains(type);
    }

    private static Set<ConnectionType> connectionTypes(Set<String> names) {
        Set<ConnectionType> types = EnumSet.noneOf(ConnectionType.class);
        for (String name : names) {
            types.add(ConnectionType.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return types;
    }
}
