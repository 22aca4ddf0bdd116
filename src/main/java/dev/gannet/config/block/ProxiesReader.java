package dev.gannet.config.block;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.BlockArray;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads {@code proxies}: the public keys of those that clients may come through (CF-126). */
public final class ProxiesReader {
    private static final BlockArray TRUSTED = BlockArray.ofTypes(
            "expected proxies' trusted field to be an array, got ",
            "expected proxies' trusted entry to be a map/struct, got ");

    private final KeyTable<Set<String>> keys = new KeyTable<>(UnknownKey::field);
    private final KeyTable<Set<String>> trustedKeys = new KeyTable<>(UnknownKey::field);

    public ProxiesReader() {
        keys.key(this::readTrusted, "trusted");
        trustedKeys.key((setting, trusted, problems) -> trusted.add(key(setting)), "key", "public_key");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> trustedKeys() {
        return trustedKeys;
    }

    public Set<String> read(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("expected proxies to be a map/struct, got ");
        Set<String> trusted = new LinkedHashSet<>();
        keys.read(block, trusted, problems);
        return trusted;
    }

    private void readTrusted(Setting setting, Set<String> trusted, Problems problems) throws SettingException {
        TRUSTED.read(setting, problems, (node, block) -> trustedKeys.read(block, trusted, problems));
    }

    private static String key(Setting setting) throws SettingException {
        String key = setting.string();
        if (Arrays.stream(Nkey.values()).allMatch(kind -> kind.decode(key) == null)) {
            throw setting.fault("invalid proxy key " + Quoted.of(key));
        }
        return key;
    }
}
