package dev.gannet.config;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.limit.PublishRateConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user with a password, or one with an nkey.
 *
 * @param name unique over all accounts of the server; the public key of a user with an nkey
 * @param password plain, or a bcrypt hash; empty for a user with an nkey
 * @param permissions what the user may do; null is everything
 * @param allowedConnectionTypes how the user may connect ({@code STANDARD}, {@code WEBSOCKET}, ...); empty is every way
 * @param hasNkey whether the user shows who it is by signing the server's nonce
 * @param proxyRequired whether the user has to come through a trusted proxy
 * @param publishRate how fast the user publishes, over all connections together
 */
public record UserConfig(
        String name,
        String password,
        @Nullable PermissionsConfig permissions,
        Set<String> allowedConnectionTypes,
        boolean hasNkey,
        boolean proxyRequired,
        PublishRateConfig publishRate) {
    public UserConfig {
        allowedConnectionTypes = Set.copyOf(allowedConnectionTypes);
        if (hasNkey && Nkey.USER.decode(name) == null) {
            throw new IllegalArgumentException("Not a valid public nkey for a user");
        }
        if (hasNkey && !password.isEmpty()) {
            throw new IllegalArgumentException("Nkey users do not take usernames or passwords");
        }
    }

    /** A user that may come straight. */
    public UserConfig(
            String name,
            String password,
            @Nullable PermissionsConfig permissions,
            Set<String> allowedConnectionTypes,
            boolean hasNkey) {
        this(name, password, permissions, allowedConnectionTypes, hasNkey, false, PublishRateConfig.NONE);
    }

    /** A user with a password. */
    public UserConfig(
            String name, String password, @Nullable PermissionsConfig permissions, Set<String> allowedConnectionTypes) {
        this(name, password, permissions, allowedConnectionTypes, false);
    }

    /** A user with a password that may do everything. */
    public UserConfig(String name, String password) {
        this(name, password, null, Set.of());
    }

    /** A user that may do everything and signs with the private half of {@code nkey}, which begins with {@code U}. */
    public static UserConfig ofNkey(String nkey) {
        return new UserConfig(nkey, "", null, Set.of(), true);
    }

    public UserConfig withPermissions(@Nullable PermissionsConfig permissions) {
        return new UserConfig(name, password, permissions, allowedConnectionTypes, hasNkey, proxyRequired, publishRate);
    }

    public UserConfig withProxyRequired(boolean proxyRequired) {
        return new UserConfig(name, password, permissions, allowedConnectionTypes, hasNkey, proxyRequired, publishRate);
    }

    public UserConfig withPublishRate(PublishRateConfig publishRate) {
        return new UserConfig(name, password, permissions, allowedConnectionTypes, hasNkey, proxyRequired, publishRate);
    }

    /** Returns {@code user "x"} or {@code nkey "x"}, for errors. */
    public String describe() {
        return (hasNkey ? "nkey " : "user ") + Quoted.of(name);
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "UserConfig[name=" + name + ", password=" + Secret.shown(password) + ", permissions=" + permissions
                + ", allowedConnectionTypes=" + allowedConnectionTypes + ", hasNkey=" + hasNkey + ", proxyRequired="
                + proxyRequired + ", publishRate=" + publishRate + "]";
    }
}
