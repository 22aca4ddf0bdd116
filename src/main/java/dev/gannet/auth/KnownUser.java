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
 * @param name the public key of a user with an nkey
 * @param connectionTypes how the user may connect; empty is every way
 * @param hasNkey whether the user signs the nonce instead of showing a password
 * @param proxyRequired whether the user has to come through a trusted proxy
 */
record KnownUser(
        String name,
        StoredSecret password,
        String account,
        @Nullable Permissions permissions,
        Set<ConnectionType> connectionTypes,
        boolean hasNkey,
        boolean proxyRequired) {
    /** {@code defaults} are what the user may do without permissions of its own. */
    static KnownUser of(
            UserConfig config, String account, @Nullable Permissions defaults, CompiledPermissions compiled) {
        if (config.name().isEmpty()) {
            throw new IllegalArgumentException("User entry requires a user");
        }
        PermissionsConfig own = config.permissions();
        return new KnownUser(
                config.name(),
                StoredSecret.of(config.password()),
                account,
                own == null ? defaults : compiled.of(own),
                connectionTypes(config.allowedConnectionTypes()),
                config.hasNkey(),
                config.proxyRequired());
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
