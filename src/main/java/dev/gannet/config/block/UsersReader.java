package dev.gannet.config.block;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.block.limit.PublishRateReader;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.BlockArray;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the arrays of users in {@code authorization} and in accounts. */
public final class UsersReader {
    /** The users of leaf nodes stand in such an array too. */
    public static final BlockArray USERS = new BlockArray(
            value -> "Expected users field to be an array, got " + value.text(),
            value -> "Expected user entry to be a map/struct, got " + value.text());

    private static final Set<String> CONNECTION_TYPES =
            Set.of("STANDARD", "WEBSOCKET", "LEAFNODE", "LEAFNODE_WS", "MQTT", "MQTT_WS", "IN_PROCESS");

    /** A {@link UserConfig} while it is read. */
    private static final class UserDraft {
        String name = "";
        String nkey = "";
        String password = "";

        @Nullable
        PermissionsConfig permissions;

        Set<String> connectionTypes = Set.of();
        boolean proxyRequired;
        final PublishRateReader.Draft publishRate = new PublishRateReader.Draft();
    }

    private final KeyTable<UserDraft> keys = new KeyTable<>(UnknownKey::field);
    private final KeyTable<PublishRateReader.Draft> limitKeys = new KeyTable<>(UnknownKey::field);

    public UsersReader(PermissionsReader permissions) {
        keys.key((setting, draft, problems) -> draft.name = setting.string(), "user", "username")
                .key((setting, draft, problems) -> draft.password = setting.string(), "password", "pass")
                .key(
                        (setting, draft, problems) -> draft.permissions = permissions.read(setting, problems),
                        "permissions",
                        "permission",
                        "authorization")
                .key(
                        (setting, draft, problems) -> draft.connectionTypes = connectionTypes(setting, problems),
                        "allowed_connection_types",
                        "connection_types",
                        "clients")
                .key((setting, draft, problems) -> draft.nkey = setting.string(), "nkey")
                .bool((draft, required) -> draft.proxyRequired = required, "proxy_required")
                .key(
                        (setting, draft, problems) -> limitKeys.read(setting.map(), draft.publishRate, problems),
                        "limits");
        PublishRateReader.addTo(limitKeys, rates -> rates);
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> limitKeys() {
        return limitKeys;
    }

    /** Reads a {@code users} array; an entry that cannot be read is left out and an error. */
    public List<UserConfig> read(Setting setting, Problems problems) throws SettingException {
        List<UserConfig> users = new ArrayList<>();
        USERS.read(setting, problems, (node, block) -> {
            UserConfig user = user(node, block, problems);
            if (user != null) {
                users.add(user);
            }
        });
        return users;
    }

    private @Nullable UserConfig user(ConfNode node, ConfValue.MapValue block, Problems problems) {
        int errorsBefore = problems.errors().size();
        UserDraft draft = new UserDraft();
        keys.read(block, draft, problems);
        String fault = fault(draft);
        if (fault != null) {
            if (problems.errors().size() == errorsBefore) {
                problems.error(block.lastPosition(node.position()), fault);
            }
            return null;
        }
        boolean hasNkey = !draft.nkey.isEmpty();
        return new UserConfig(
                hasNkey ? draft.nkey : draft.name,
                draft.password,
                draft.permissions,
                draft.connectionTypes,
                hasNkey,
                draft.proxyRequired,
                draft.publishRate.toConfig());
    }

    private static @Nullable String fault(UserDraft draft) {
        if (draft.nkey.isEmpty()) {
            return draft.name.isEmpty() ? "User entry requires a user" : null;
        }
        if (Nkey.USER.decode(draft.nkey) == null) {
            return "Not a valid public nkey for a user";
        }
        return draft.name.isEmpty() && draft.password.isEmpty()
                ? null
                : "Nkey users do not take usernames or passwords";
    }

    private static Set<String> connectionTypes(Setting setting, Problems problems) throws SettingException {
        Set<String> types = new LinkedHashSet<>();
        for (String type : setting.strings("allowed connection types", problems)) {
            types.add(type.toUpperCase(Locale.ROOT));
        }
        Set<String> unknown = new LinkedHashSet<>(types);
        unknown.removeAll(CONNECTION_TYPES);
        if (!unknown.isEmpty()) {
            throw setting.fault("invalid connection types "
                    + unknown.stream().map(Quoted::of).collect(Collectors.joining(" ", "[", "]")));
        }
        return types;
    }
}
