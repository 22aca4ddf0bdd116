package dev.gannet.config.source;

import dev.gannet.config.UserConfig;
import dev.gannet.config.block.Login;
import dev.gannet.config.block.LoginReader;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import java.util.List;

/** Reads the {@code authorization} block at the top: who may connect to the global account. */
final class AuthorizationReader {
    private final LoginReader logins;

    AuthorizationReader(LoginReader logins) {
        this.logins = logins;
    }

    void read(Setting setting, Draft draft, Problems problems) throws SettingException {
        Login login = logins.read(setting, problems);
        draft.user = login.user();
        draft.password = login.password();
        draft.token = login.token();
        draft.authorizationTimeout = login.timeout();
        draft.defaultPermissions = login.defaultPermissions();
        draft.authCallout = login.callout();
        draft.proxyRequired = login.proxyRequired();
        requireOneWay(setting, login, draft);
        draft.users = login.users() == null ? List.of() : login.users();
        for (UserConfig user : draft.users) {
            if (!draft.userNames.add(user.name())) {
                throw setting.fault("Duplicate " + user.describe() + " detected");
            }
        }
    }

    private static void requireOneWay(Setting setting, Login login, Draft draft) throws SettingException {
        boolean hasUser = !login.user().isEmpty() || !login.password().isEmpty();
        if (hasUser && !login.token().isEmpty()) {
            throw setting.fault("Cannot have a user/pass and token");
        }
        if (login.users() == null && draft.userNames.isEmpty()) {
            return;
        }
        if (!login.user().isEmpty()) {
            throw setting.fault("Can not have a single user/pass and a users array");
        }
        if (!login.token().isEmpty()) {
            throw setting.fault("Can not have a token and a users array");
        }
    }
}
