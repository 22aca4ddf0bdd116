package dev.gannet.auth;

import dev.gannet.account.Permissions;
import dev.gannet.account.PublishRate;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.UserConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles permissions, equal ones once, and each user's publish rate: also those that the settings before had already.
 *
 * <p><b>Owner:</b> the thread that makes an {@link Authenticator}; unchanged afterwards.
 */
final class CompiledPermissions {
    private final Map<PermissionsConfig, Permissions> earlier;
    private final Map<PermissionsConfig, Permissions> known = new HashMap<>();
    private final Map<String, PublishRate> earlierRates;
    private final Map<String, PublishRate> rates = new HashMap<>();

    CompiledPermissions() {
        this(Map.of(), Map.of());
    }

    private CompiledPermissions(Map<PermissionsConfig, Permissions> earlier, Map<String, PublishRate> earlierRates) {
        this.earlier = earlier;
        this.earlierRates = earlierRates;
    }

    /** Returns what the next settings are compiled with: it forgets what they do not have. */
    CompiledPermissions forNext() {
        return new CompiledPermissions(Map.copyOf(known), Map.copyOf(rates));
    }

    Permissions of(PermissionsConfig config) {
        return known.computeIfAbsent(config, wanted -> {
            Permissions before = earlier.get(wanted);
            return before == null ? Permissions.of(wanted) : before;
        });
    }

    @Nullable
    Permissions ofNullable(@Nullable PermissionsConfig config) {
        return config == null ? null : of(config);
    }

    /** Returns the rate that all connections of a user share, or null for none. */
    @Nullable
    PublishRate rateOf(UserConfig user) {
        PublishRate rate = PublishRate.of(user.publishRate(), earlierRates.get(user.name()));
        if (rate != null) {
            rates.put(user.name(), rate);
        }
        return rate;
    }

    Set<Permissions> all() {
        return Set.copyOf(known.values());
    }
}
