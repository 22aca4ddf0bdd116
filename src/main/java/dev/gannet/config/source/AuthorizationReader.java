package dev.gannet.config.source;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Seconds;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the {@code authorization} block: who may connect to the global account. */
final class AuthorizationReader {
    private static final Duration TIMEOUT_HIGH = Duration.ofSeconds(60);

    /** The block while it is read. */
    private static final class AuthorizationDraft {
        String user = "";
        String password = "";
        String token = "";
        Duration timeout = Duration.ZERO;

        @Nullable
        List<UserConfig> users; // Null if there is no array of users, not even an empty one.

        @Nullable
        PermissionsConfig defaultPermissions;
    }

    private final KeyTable<AuthorizationDraft> keys = new KeyTable<>(UnknownKey::field);

    AuthorizationReader(UsersReader users, PermissionsReader permissions) {
        keys.key((setting, draft, problems) -> draft.user = setting.string(), "user", "username")
                .key((setting, draft, problems) -> draft.password = setting.string(), "password", "pass")
                .key((setting, draft, problems) -> draft.token = setting.string(), "token")
                .key((setting, draft, problems) -> draft.timeout = timeout(setting, problems), "timeout")
                .key((setting, draft, problems) -> draft.users = users.read(setting, problems), "users")
                .key(
                        (setting, draft, problems) -> draft.defaultPermissions = permissions.read(setting, problems),
                        "default_permissions",
                        "default_permission",
                        "permissions")
                .refused("auth_callout", "auth_hook")
                .refused("proxy_required");
    }

    KeyTable<?> keys() {
        return keys;
    }

    void read(Setting setting, Draft draft, Problems problems) throws SettingException {
        AuthorizationDraft block = new AuthorizationDraft();
        keys.read(setting.map(), block, problems);
        draft.user = block.user;
        draft.password = block.password;
        draft.token = block.token;
        draft.authorizationTimeout = block.timeout;
        draft.defaultPermissions = block.defaultPermissions;
        requireOneWay(setting, block, draft);
        draft.users = block.users == null ? List.of() : block.users;
        for (UserConfig user : draft.users) {
            if (!draft.userNames.add(user.name())) {
                throw setting.fault("Duplicate " + user.describe() + " detected");
            }
        }
    }

    private static void requireOneWay(Setting setting, AuthorizationDraft block, Draft draft) throws SettingException {
        boolean hasUser = !block.user.isEmpty() || !block.password.isEmpty();
        if (hasUser && !block.token.isEmpty()) {
            throw setting.fault("Cannot have a user/pass and token");
        }
        if (block.users == null && draft.userNames.isEmpty()) {
            return;
        }
        if (!block.user.isEmpty()) {
            throw setting.fault("Can not have a single user/pass and a users array");
        }
        if (!block.token.isEmpty()) {
            throw setting.fault("Can not have a token and a users array");
        }
    }

    private static Duration timeout(Setting setting, Problems problems) throws SettingException {
        BigDecimal seconds = Seconds.of(setting, "authorization");
        Duration timeout = Seconds.toDuration(seconds);
        if (timeout.isNegative()) {
            throw setting.fault("error parsing authorization config, 'timeout' needs to be positive");
        }
        if (timeout.compareTo(TIMEOUT_HIGH) > 0) {
            problems.warn(setting.misuse(String.format(
                    Locale.ROOT,
                    "timeout of %s (%f seconds) is high, consider keeping it under 60 seconds. possibly caused by"
                            + " unquoted duration; use '1m' instead of 1m, for example",
                    setting.value().text(),
                    seconds)));
        }
        return timeout;
    }
}
