package dev.gannet.config.block;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.feature.AuthCalloutConfig;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code auth_callout} (CF-177). */
final class AuthCalloutReader {
    /** An {@link AuthCalloutConfig} while it is read. */
    private static final class CalloutDraft {
        String issuer = "";
        String account = AuthCalloutConfig.DEFAULT_ACCOUNT;
        List<String> users = List.of();
        String xkey = "";
        List<String> allowedAccounts = List.of();
    }

    private final KeyTable<CalloutDraft> keys =
            new KeyTable<>(key -> "Unknown field " + Quoted.of(key) + " parsing authorization callout");

    AuthCalloutReader() {
        keys.key((setting, draft, problems) -> draft.issuer = issuer(setting), "issuer")
                .string((draft, account) -> draft.account = account, "account", "acc")
                .key((setting, draft, problems) -> draft.users = strings(setting, "auth_users"), "auth_users", "users")
                .key((setting, draft, problems) -> draft.xkey = xkey(setting), "xkey", "key")
                .key(
                        (setting, draft, problems) -> draft.allowedAccounts = strings(setting, "allowed accounts"),
                        "allowed_accounts");
    }

    KeyTable<?> keys() {
        return keys;
    }

    AuthCalloutConfig read(Setting setting, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("Expected authorization callout to be a map/struct, got "
                    + setting.value().text());
        }
        int errorsBefore = problems.errors().size();
        CalloutDraft draft = new CalloutDraft();
        keys.read(block, draft, problems);
        boolean hasErrors = problems.errors().size() > errorsBefore;
        ConfPosition last = block.lastPosition(setting.position());
        if (draft.issuer.isEmpty() && !hasErrors) {
            throw new SettingException(last + ": Authorization callouts require an issuer to be specified");
        }
        if (draft.users.isEmpty() && !hasErrors) {
            throw new SettingException(last + ": Authorization callouts require authorized users to be specified");
        }
        return new AuthCalloutConfig(draft.issuer, draft.account, draft.users, draft.xkey, draft.allowedAccounts);
    }

    private static String issuer(Setting setting) throws SettingException {
        if (Nkey.ACCOUNT.decode(setting.string()) == null) {
            throw setting.fault(
                    "Expected callout user to be a valid public account nkey, got " + Quoted.of(setting.string()));
        }
        return setting.string();
    }

    private static String xkey(Setting setting) throws SettingException {
        if (Nkey.CURVE.decode(setting.string()) == null) {
            throw setting.fault("Expected callout xkey to be a valid public xkey, got " + Quoted.of(setting.string()));
        }
        return setting.string();
    }

    private static List<String> strings(Setting setting, String what) throws SettingException {
        List<String> strings = new ArrayList<>();
        for (ConfNode node : setting.array("Expected " + what + " field to be an array, got ")) {
            strings.add(new Setting(setting.key(), node).string());
        }
        return strings;
    }
}
