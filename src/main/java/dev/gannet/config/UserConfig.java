package dev.gannet.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user with a password.
 *
 * @param name unique over all accounts of the server
 * @param password plain, or a bcrypt hash
 * @param permissions what the user may do; null is everything
 * @param allowedConnectionTypes how the user may connect ({@code STANDARD}, {@code WEBSOCKET}, ...); empty is every way
 */
public record UserConfig(
        String name, String password, @Nullable PermissionsConfig permissions, Set<String> allowedConnectionTypes) {
    public UserConfig {
        allowedConnectionTypes = Set.copyOf(allowedConnectionTypes);
    }

    /** A user that may do everything. */
    public UserConfig(String name, String password) {
        this(name, password, null, Set.of());
    }

    public UserConfig withPermissions(@Nullable PermissionsConfig permissions) {
        return new UserConfig(name, password, permissions, allowedConnectionTypes);
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "UserConfig[name=" + name + ", password=" + Secret.shown(password) + ", permissions=" + permissions
                + ", allowedConnectionTypes=" + allowedConnectionTypes + "]";
    }
}
