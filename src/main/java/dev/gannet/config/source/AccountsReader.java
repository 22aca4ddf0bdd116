package dev.gannet.config.source;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.AccountLimits;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.TraceConfig;
import dev.gannet.config.UserConfig;
import dev.gannet.config.block.AccountJetStreamReader;
import dev.gannet.config.block.ExportsReader;
import dev.gannet.config.block.ImportsReader;
import dev.gannet.config.block.MappingsReader;
import dev.gannet.config.block.PermissionsReader;
import dev.gannet.config.block.TraceReader;
import dev.gannet.config.block.UsersReader;
import dev.gannet.config.block.limit.PublishRateReader;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import dev.gannet.config.sharing.AccountFeatures;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.config.sharing.ExportConfig;
import dev.gannet.config.sharing.ImportConfig;
import dev.gannet.config.sharing.MappingConfig;
import dev.gannet.config.sharing.SharingCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code accounts}: an array of names, or a block for each account. */
final class AccountsReader {
    private static final String GLOBAL_ACCOUNT = "$G";
    private static final int SEED_LENGTH_MIN = 40; // So that a part of one counts too.

    /** An {@link AccountConfig} while it is read. */
    private static final class AccountDraft {
        List<UserConfig> users = List.of();

        @Nullable
        ConfPosition usersPosition;

        @Nullable
        PermissionsConfig defaultPermissions;

        AccountLimits limits = AccountLimits.unlimited();

        @Nullable
        TraceConfig trace;

        String nkey = "";
        List<ExportConfig> exports = List.of();
        List<ImportConfig> imports = List.of();
        List<MappingConfig> mappings = List.of();

        @Nullable
        AccountJetStreamConfig jetStream;

        int maxLeafNodes = AccountFeatures.UNLIMITED;

        AccountFeatures features() {
            AccountFeatures features = new AccountFeatures(nkey, exports, imports, mappings, jetStream, maxLeafNodes);
            return features.equals(AccountFeatures.NONE) ? AccountFeatures.NONE : features;
        }
    }

    /** An {@link AccountLimits} while it is read. */
    private static final class LimitsDraft {
        int maxConnections = AccountLimits.UNLIMITED;
        int maxSubscriptions = AccountLimits.UNLIMITED;
        int maxPayload = AccountLimits.UNLIMITED;
        int maxLeafNodes = AccountFeatures.UNLIMITED;
        final PublishRateReader.Draft publishRate = new PublishRateReader.Draft();
    }

    private final KeyTable<AccountDraft> accountKeys = new KeyTable<>(UnknownKey::field);
    private final KeyTable<LimitsDraft> limitKeys = new KeyTable<>(UnknownKey::accountLimit);
    private final TraceReader trace = new TraceReader();
    private final ExportsReader exports = new ExportsReader();
    private final ImportsReader imports = new ImportsReader();
    private final AccountJetStreamReader jetStream = new AccountJetStreamReader();

    AccountsReader(UsersReader users, PermissionsReader permissions) {
        accountKeys
                .key(
                        (setting, draft, problems) -> {
                            draft.usersPosition = setting.position();
                            draft.users = users.read(setting, problems);
                        },
                        "users")
                .key(
                        (setting, draft, problems) -> draft.defaultPermissions = permissions.read(setting, problems),
                        "default_permissions")
                .key((setting, draft, problems) -> readLimits(setting, draft, problems), "limits")
                .key(
                        (setting, draft, problems) -> draft.trace = trace.read(setting, problems),
                        "msg_trace",
                        "trace_dest");
        addFeatures();
        limitKeys
                .key(
                        (setting, draft, problems) -> draft.maxConnections = setting.clampedInteger(),
                        "max_connections",
                        "max_conn")
                .key(
                        (setting, draft, problems) -> draft.maxSubscriptions = setting.clampedInteger(),
                        "max_subscriptions",
                        "max_subs")
                .key(
                        (setting, draft, problems) -> draft.maxPayload = setting.clampedInteger(),
                        "max_payload",
                        "max_pay")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.maxLeafNodes = setting.clampedInteger();
                            return draft.maxLeafNodes != AccountFeatures.UNLIMITED;
                        },
                        "max_leafnodes",
                        "max_leafs");
        PublishRateReader.addTo(limitKeys, limits -> limits.publishRate);
    }

    private void addFeatures() {
        MappingsReader.addTo(accountKeys, (draft, mappings) -> draft.mappings = mappings);
        accountKeys
                .key((setting, draft, problems) -> draft.exports = exports.read(setting, problems), "exports")
                .key((setting, draft, problems) -> draft.imports = imports.read(setting, problems), "imports")
                .key((setting, draft, problems) -> draft.jetStream = jetStream.read(setting, problems), "jetstream")
                .notBuilt(
                        (setting, draft, problems) -> {
                            draft.nkey = nkey(setting);
                            return true;
                        },
                        "nkey");
    }

    private static String nkey(Setting setting) throws SettingException {
        String nkey = setting.value().text();
        if (!(setting.value() instanceof ConfValue.StringValue) || Nkey.ACCOUNT.decode(nkey) == null) {
            throw setting.fault("Not a valid public nkey for an account: " + Quoted.of(withoutSeed(nkey)));
        }
        return nkey;
    }

    /** A seed in the place of the public key is shown to nobody. */
    private static String withoutSeed(String nkey) {
        return nkey.startsWith("SA") && nkey.length() > SEED_LENGTH_MIN ? "[REDACTED]" : nkey;
    }

    /** The keys of each block of an account that does nothing yet. */
    Map<String, KeyTable<?>> blocks() {
        Map<String, KeyTable<?>> blocks = new LinkedHashMap<>();
        blocks.put("accounts.exports", exports.keys());
        blocks.put("accounts.imports", imports.keys());
        blocks.put("accounts.imports.stream", imports.sourceKeys());
        return blocks;
    }

    KeyTable<?> accountKeys() {
        return accountKeys;
    }

    KeyTable<?> limitKeys() {
        return limitKeys;
    }

    KeyTable<?> jetStreamKeys() {
        return jetStream.keys();
    }

    KeyTable<?> traceKeys() {
        return trace.keys();
    }

    void read(Setting setting, Draft draft, Problems problems) throws SettingException {
        if (setting.value() instanceof ConfValue.ArrayValue names) {
            readNames(names, setting.key(), draft, problems);
            return;
        }
        if (!(setting.value() instanceof ConfValue.MapValue blocks)) {
            // The reference server takes anything else for no accounts at all, and says nothing.
            problems.note(setting.position(), "\"accounts\" is neither an array nor a block; it has no effect");
            return;
        }
        int errorsBefore = problems.errors().size();
        for (Map.Entry<String, ConfNode> entry : blocks.nodes().entrySet()) {
            ConfNode node = entry.getValue();
            if (!node.isUsedAsVariable()) {
                readAccount(new Setting(entry.getKey(), node), draft, problems);
            }
        }
        if (problems.errors().size() == errorsBefore) {
            Map<String, AccountFeatures> features = new LinkedHashMap<>();
            draft.accounts.forEach(account -> features.put(account.name(), account.features()));
            new SharingCheck(features, !draft.noSystemAccount)
                    .problems()
                    .forEach(problem -> problems.error(setting.position(), problem));
        }
    }

    private static void readNames(ConfValue.ArrayValue names, String key, Draft draft, Problems problems)
            throws SettingException {
        Set<String> known = new HashSet<>();
        for (ConfNode node : names.nodes()) {
            String name = new Setting(key, node).string();
            if (isRefused(name, node.position(), problems)) {
                continue;
            }
            if (!known.add(name)) {
                problems.error(node.position(), "Duplicate Account Entry: " + name);
                continue;
            }
            draft.accounts.add(new AccountConfig(name, List.of()));
        }
    }

    private void readAccount(Setting account, Draft draft, Problems problems) {
        if (!(account.value() instanceof ConfValue.MapValue block)) {
            problems.error(account.position(), "Expected map entries for accounts");
            return;
        }
        if (isRefused(account.key(), account.position(), problems)) {
            return;
        }
        AccountDraft read = new AccountDraft();
        accountKeys.read(block, read, problems);
        ConfPosition usersPosition = read.usersPosition == null ? account.position() : read.usersPosition;
        List<UserConfig> users = uniqueUsers(read.users, usersPosition, draft, problems);
        draft.accounts.add(new AccountConfig(
                account.key(), users, read.defaultPermissions, read.limits, read.trace, read.features()));
    }

    private static List<UserConfig> uniqueUsers(
            List<UserConfig> users, ConfPosition position, Draft draft, Problems problems) {
        if (!users.isEmpty() && !draft.user.isEmpty()) {
            problems.error(position, "Can not have a single user/pass and accounts");
            return List.of();
        }
        if (!users.isEmpty() && !draft.token.isEmpty()) {
            problems.error(position, "Can not have a token and accounts");
            return List.of();
        }
        List<UserConfig> unique = new ArrayList<>();
        for (UserConfig user : users) {
            if (draft.userNames.add(user.name())) {
                unique.add(user);
            } else {
                problems.error(position, "Duplicate " + user.describe() + " detected");
            }
        }
        return unique;
    }

    private void readLimits(Setting setting, AccountDraft account, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("Expected account limits to be a map/struct, got "
                    + setting.value().text());
        }
        LimitsDraft draft = new LimitsDraft();
        limitKeys.read(block, draft, problems);
        account.limits = new AccountLimits(
                draft.maxConnections, draft.maxSubscriptions, draft.maxPayload, draft.publishRate.toConfig());
        account.maxLeafNodes = draft.maxLeafNodes;
    }

    private static boolean isRefused(String name, ConfPosition position, Problems problems) {
        if (name.equals(GLOBAL_ACCOUNT)) {
            problems.error(position, Quoted.of(name) + " is a Reserved Account");
            return true;
        }
        if (name.isEmpty()) {
            problems.error(position, "An account needs a name");
            return true;
        }
        return false;
    }
}
