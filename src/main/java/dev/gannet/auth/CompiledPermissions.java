package dev.gannet.auth;

import dev.gannet.account.Permissions;
import dev.gannet.config.PermissionsConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles permissions, equal ones once: also those that the settings before had already.
 *
 * <p><b>Owner:</b> the thread that makes an {@link Authenticator}; unchanged afterwards.
 */
final class CompiledPermissions {
    private final Map<PermissionsConfig, Permissions> earlier;
    private final Map<PermissionsConfig, Permissions> known = new HashMap<>();

    CompiledPermissions() {
        this(Map.of());
    }

    private CompiledPermissions(Map<PermissionsConfig, Permissions> earlier) {
        this.earlier = earlier;
    }

    /** Returns what the next settings are compiled with: it forgets what they do not have. */
    CompiledPermissions forNext() {
        return new CompiledPermissions(Map.copyOf(known));
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

    Set<Permissions> all() {
        return Set.copyOf(known.values());
    }
}
