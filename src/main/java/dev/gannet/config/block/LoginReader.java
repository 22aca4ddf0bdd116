package dev.gannet.config.block;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.feature.AuthCalloutConfig;
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

/** Reads a block {@code authorization}: who may connect (CF-172..178). */
public final class LoginReader {
    private static final Duration TIMEOUT_HIGH = Duration.ofSeconds(60);

    /** The block while it is read. */
    private static final class LoginDraft {
        String user = "";
        String password = "";
        String token = "";
        Duration timeout = Duration.ZERO;

        @Nullable
        List<UserConfig> users; // Null if there is no array of users, not even an empty one.

        @Nullable
        PermissionsConfig defaultPermissions;

        @Nullable
        AuthCalloutConfig callout;

        boolean proxyRequired;
    }

    private final AuthCalloutReader callouts = new AuthCalloutReader();
    private final KeyTable<LoginDraft> keys = new KeyTable<>(UnknownKey::field);

    public LoginReader(UsersReader users, PermissionsReader permissions) {
        keys.key((setting, draft, problems) -> draft.user = setting.string(), "user", "username")
                .key((setting, draft, problems) -> draft.password = setting.string(), "password", "pass")
                .key((setting, draft, problems) -> draft.token = setting.string(), "token")
                .key(
                        (setting, draft, problems) -> draft.timeout = timeout(setting, "authorization", problems),
                        "timeout")
                .key((setting, draft, problems) -> draft.users = users.read(setting, problems), "users")
                .key(
                        (setting, draft, problems) -> draft.defaultPermissions = permissions.read(setting, problems),
                        "default_permissions",
                        "default_permission",
                        "permissions")
                .refused(
                        (setting, draft, problems) -> readCallout(setting, draft, problems),
                        "auth_callout",
                        "auth_hook")
                .bool((draft, required) -> draft.proxyRequired = required, "proxy_required");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> calloutKeys() {
        return callouts.keys();
    }

    public Login read(Setting setting, Problems problems) throws SettingException {
        LoginDraft block = new LoginDraft();
        keys.read(setting.map(), block, problems);
        return new Login(
                block.user,
                block.password,
                block.token,
                block.timeout,
                block.users,
                block.defaultPermissions,
                block.callout,
                block.proxyRequired);
    }

    private boolean readCallout(Setting setting, LoginDraft draft, Problems problems) throws SettingException {
        draft.callout = callouts.read(setting, problems);
        return true;
    }

    /** Reads {@code timeout}; {@code block} is how errors call the block that it is in. */
    public static Duration timeout(Setting setting, String block, Problems problems) throws SettingException {
        BigDecimal seconds = Seconds.of(setting, block);
        Duration timeout = Seconds.toDuration(seconds);
        if (timeout.isNegative()) {
            throw setting.fault("error parsing " + block + " config, 'timeout' needs to be positive");
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
