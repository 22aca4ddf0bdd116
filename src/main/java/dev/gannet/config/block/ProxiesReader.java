package dev.gannet.config.block;

import dev.gannet.base.Nkey;
import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
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
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("expected proxies to be a map/struct, got "
                    + setting.value().typeName());
        }
        Set<String> trusted = new LinkedHashSet<>();
        keys.read(block, trusted, problems);
        return trusted;
    }

    private void readTrusted(Setting setting, Set<String> trusted, Problems problems) throws SettingException {
        if (!(setting.value() instanceof ConfValue.ArrayValue array)) {
            throw setting.fault("expected proxies' trusted field to be an array, got "
                    + setting.value().typeName());
        }
        for (ConfNode node : array.nodes()) {
            if (node.value() instanceof ConfValue.MapValue block) {
                trustedKeys.read(block, trusted, problems);
            } else {
                problems.error(
                        node.position(),
                        "expected proxies' trusted entry to be a map/struct, got "
                                + node.value().typeName());
            }
        }
    }

    private static String key(Setting setting) throws SettingException {
        String key = setting.string();
        if (Arrays.stream(Nkey.values()).allMatch(kind -> kind.decode(key) == null)) {
            throw setting.fault("invalid proxy key " + Quoted.of(key));
        }
        return key;
    }
}
