package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.feature.OcspCacheConfig;
import dev.gannet.config.feature.OcspConfig;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Reads {@code ocsp} and {@code ocsp_cache} (CF-124, CF-125). */
public final class OcspReader {
    private static final String FAULT = "error parsing ocsp config: ";
    private static final String CACHE_FAULT = "error parsing OCSP peer cache config, ";

    /** An {@link OcspCacheConfig} while it is read. */
    private static final class CacheDraft {
        boolean isOn = true;
        String directory = OcspCacheConfig.DEFAULT_DIRECTORY;
        boolean preserveRevoked;
        Duration saveInterval = OcspCacheConfig.DEFAULT_SAVE_INTERVAL;
    }

    private final KeyTable<CacheDraft> cacheKeys =
            new KeyTable<>(key -> CACHE_FAULT + "unknown field [" + Quoted.of(key) + "]");

    public OcspReader() {
        cacheKeys
                .key((setting, draft, problems) -> draft.isOn = isLocal(setting), "type")
                .key((setting, draft, problems) -> draft.directory = text(setting), "local_store")
                .key((setting, draft, problems) -> draft.preserveRevoked = bool(setting), "preserve_revoked")
                .key((setting, draft, problems) -> draft.saveInterval = interval(setting), "save_interval");
    }

    public KeyTable<?> cacheKeys() {
        return cacheKeys;
    }

    /** Reads {@code ocsp}; its keys count in small letters only. */
    public OcspConfig read(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue isOn) {
            return new OcspConfig(isOn.bool() ? OcspConfig.Mode.AUTO : OcspConfig.Mode.NEVER, "");
        }
        ConfValue.MapValue block = setting.map(FAULT + "unsupported type ");
        OcspConfig.Mode mode = OcspConfig.Mode.AUTO;
        String url = "";
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            Setting key = new Setting(entry.getKey(), entry.getValue(), setting.position());
            switch (entry.getKey()) {
                case "mode" -> mode = mode(key);
                case "url" -> url = key.string();
                // The reference server takes no value of this key, whatever it is.
                case "urls" ->
                    throw setting.fault("interface conversion: interface {} is "
                            + key.value().typeName() + ", not []string");
                default -> throw key.fault(FAULT + "unsupported field " + Quoted.of(entry.getKey()));
            }
        }
        return new OcspConfig(mode, url);
    }

    /** Reads {@code ocsp_cache}. */
    public OcspCacheConfig readCache(Setting setting, Problems problems) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue isOn) {
            return OcspCacheConfig.of(isOn.bool());
        }
        ConfValue.MapValue block = setting.map("error parsing tags: unsupported type ");
        CacheDraft draft = new CacheDraft();
        cacheKeys.read(block, draft, problems);
        return new OcspCacheConfig(draft.isOn, draft.directory, draft.preserveRevoked, draft.saveInterval);
    }

    private static OcspConfig.Mode mode(Setting setting) throws SettingException {
        String word = setting.string();
        return OcspConfig.Mode.of(word)
                .orElseThrow(() -> setting.fault(FAULT + "unsupported ocsp mode " + Quoted.of(word)));
    }

    private static boolean isLocal(Setting setting) throws SettingException {
        String type = text(setting);
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "local" -> true;
            case "none" -> false;
            default -> throw setting.fault(CACHE_FAULT + "unknown type [" + type + "]");
        };
    }

    private static String text(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.StringValue text) {
            return text.string();
        }
        throw wrongType(setting);
    }

    private static boolean bool(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue bool) {
            return bool.bool();
        }
        throw wrongType(setting);
    }

    private static SettingException wrongType(Setting setting) {
        return setting.fault(CACHE_FAULT + "unknown field [" + Quoted.of(setting.key()) + "]");
    }

    private static Duration interval(Setting setting) throws SettingException {
        Duration interval;
        if (setting.value() instanceof ConfValue.IntegerValue seconds) {
            interval = Duration.ofSeconds(Math.min(Integer.MAX_VALUE, seconds.integer()));
        } else if (setting.value() instanceof ConfValue.FloatValue seconds) {
            interval = Duration.ofSeconds((long) Math.min(Integer.MAX_VALUE, seconds.number()));
        } else if (setting.value() instanceof ConfValue.StringValue text) {
            interval = parse(setting, text.string());
        } else {
            throw setting.fault(CACHE_FAULT + "conversion error: unexpected type");
        }
        return interval.compareTo(OcspCacheConfig.SAVE_INTERVAL_MIN) < 0 ? OcspCacheConfig.SAVE_INTERVAL_MIN : interval;
    }

    private static Duration parse(Setting setting, String text) throws SettingException {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw setting.fault("error parsing tls peer config, conversion error: " + e.getMessage());
        }
    }
}
