package dev.gannet.config.block.peer;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.block.Login;
import dev.gannet.config.block.LoginReader;
import dev.gannet.config.block.UsersReader;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.peer.LeafNodesConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code authorization} of the block {@code leafnodes} (CF-145). */
public final class LeafAuthorizationReader {
    /** A {@link LeafNodesConfig.Authorization} while it is read. */
    static final class AuthorizationDraft {
        String user = "";
        String password = "";
        String nkey = "";
        String account = "";
        Duration timeout = Duration.ZERO;
        List<LeafNodesConfig.User> users = List.of();
        boolean proxyRequired;

        LeafNodesConfig.Authorization toConfig(@Nullable TlsConfig tls) {
            return new LeafNodesConfig.Authorization(
                    Login.peer(user, password, timeout, tls), nkey, account, users, proxyRequired);
        }
    }

    /** A {@link LeafNodesConfig.User} while it is read. */
    private static final class UserDraft {
        String name = "";
        String password = "";
        String account = "";
        boolean proxyRequired;
    }

    private final KeyTable<AuthorizationDraft> keys = new KeyTable<>(UnknownKey::field);
    private final KeyTable<UserDraft> userKeys = new KeyTable<>(UnknownKey::field);

    LeafAuthorizationReader() {
        keys.string((draft, user) -> draft.user = user, "user", "username")
                .string((draft, password) -> draft.password = password, "password", "pass")
                .key((setting, draft, problems) -> draft.nkey = nkey(setting), "nkey")
                .string((draft, account) -> draft.account = account, "account")
                .key(
                        (setting, draft, problems) ->
                                draft.timeout = LoginReader.timeout(setting, "leafnode authorization", problems),
                        "timeout")
                .key((setting, draft, problems) -> draft.users = users(setting, problems), "users")
                .bool((draft, required) -> draft.proxyRequired = required, "proxy_required");
        userKeys.string((draft, name) -> draft.name = name, "user", "username")
                .string((draft, password) -> draft.password = password, "password", "pass")
                .string((draft, account) -> draft.account = account, "account")
                .bool((draft, required) -> draft.proxyRequired = required, "proxy_required");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> userKeys() {
        return userKeys;
    }

    AuthorizationDraft read(Setting setting, Problems problems) throws SettingException {
        AuthorizationDraft draft = new AuthorizationDraft();
        keys.read(setting.map(), draft, problems);
        if (draft.users.isEmpty()) {
            return draft;
        }
        if (!draft.user.isEmpty()) {
            throw setting.fault("can not have a single user/pass and a users array");
        }
        if (!draft.nkey.isEmpty()) {
            throw setting.fault("can not have a single nkey and a users array");
        }
        Set<String> names = new HashSet<>();
        for (LeafNodesConfig.User user : draft.users) {
            if (!names.add(user.name())) {
                throw setting.fault("duplicate user " + Quoted.of(user.name()) + " detected in leafnode authorization");
            }
        }
        return draft;
    }

    private List<LeafNodesConfig.User> users(Setting setting, Problems problems) throws SettingException {
        List<LeafNodesConfig.User> users = new ArrayList<>();
        UsersReader.USERS.read(setting, problems, (node, block) -> {
            UserDraft draft = new UserDraft();
            userKeys.read(block, draft, problems);
            users.add(new LeafNodesConfig.User(draft.name, draft.password, draft.account, draft.proxyRequired));
        });
        return users;
    }

    private static String nkey(Setting setting) throws SettingException {
        if (Nkey.USER.decode(setting.string()) == null) {
            throw setting.fault("Not a valid public nkey for leafnode authorization");
        }
        return setting.string();
    }
}
