package dev.gannet.auth;

import dev.gannet.account.Permissions;
import dev.gannet.account.PublishRate;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.UserConfig;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A user of the configuration, ready to be asked for. There may be hundreds of thousands: it keeps nothing that is
 * quickly made of the configuration when somebody logs in.
 *
 * @param account the name of the account that it is in
 * @param permissions what it may do; null is everything
 * @param rate how fast its connections together may publish; null is any
 */
record KnownUser(
        UserConfig config,
        String account,
        @Nullable Permissions permissions,
        @Nullable PublishRate rate) {
    /** {@code defaults} are what the user may do without permissions of its own. */
    static KnownUser of(
            UserConfig config, String account, @Nullable Permissions defaults, CompiledPermissions compiled) {
        if (config.name().isEmpty()) {
            throw new IllegalArgumentException("User entry requires a user");
        }
        config.allowedConnectionTypes().forEach(KnownUser::connectionType);
        PermissionsConfig own = config.permissions();
        return new KnownUser(config, account, own == null ? defaults : compiled.of(own), compiled.rateOf(config));
    }

    /** Returns the name, which is the public key of a user with an nkey. */
    String name() {
        return config.name();
    }

    StoredSecret password() {
        return StoredSecret.of(config.password());
    }

    /** Returns whether the user signs the nonce instead of showing a password. */
    boolean hasNkey() {
        return config.hasNkey();
    }

    /** Returns whether the user has to come through a trusted proxy. */
    boolean proxyRequired() {
        return config.proxyRequired();
    }

    boolean mayConnect(ConnectionType type) {
        return config.allowedConnectionTypes().isEmpty()
                || config.allowedConnectionTypes().stream().anyMatch(name -> connectionType(name) == type);
    }

    private static ConnectionType connectionType(String name) {
        return ConnectionType.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
