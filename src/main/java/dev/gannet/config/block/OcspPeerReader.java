package dev.gannet.config.block;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.TlsConfig.OcspPeer;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.key.Seconds;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code ocsp_peer} of a block {@code tls} (CF-206). Pure functions. */
final class OcspPeerReader {
    private OcspPeerReader() {}

    /** Returns what it says, or null if nobody is to be asked. */
    static @Nullable OcspPeer read(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue value) {
            return value.bool() ? OcspPeer.defaults() : null;
        }
        if (!(setting.value() instanceof ConfValue.MapValue block)) {
            throw setting.fault("error parsing ocsp peer config: unsupported type map[string]interface {}");
        }
        try {
            return read(block);
        } catch (SettingException e) {
            throw setting.fault(e.getMessage());
        }
    }

    private static @Nullable OcspPeer read(ConfValue.MapValue block) throws SettingException {
        boolean verify = false;
        OcspPeer peer = OcspPeer.defaults();
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            Setting setting = new Setting(entry.getKey(), entry.getValue());
            switch (entry.getKey().toLowerCase(Locale.ROOT)) {
                case "verify" -> verify = bool(setting);
                case "warn_only" -> peer = peer.warningOnly(bool(setting));
                case "unknown_is_good" -> peer = peer.unknownGood(bool(setting));
                case "allow_when_ca_unreachable" -> peer = peer.allowingUnreachable(bool(setting));
                case "ca_timeout" -> peer = peer.timeout(seconds(setting, peer.timeout()));
                case "cache_ttl_when_next_update_unset" -> peer = peer.timeToLive(seconds(setting, peer.timeToLive()));
                case "allowed_clockskew" -> peer = peer.clockSkew(skew(setting, peer.clockSkew()));
                default -> throw unknown(setting);
            }
        }
        return verify ? peer : null;
    }

    private static boolean bool(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.BooleanValue value) {
            return value.bool();
        }
        throw unknown(setting);
    }

    /** Said of a value of the wrong type too. */
    private static SettingException unknown(Setting setting) {
        return setting.fault("error parsing tls peer config, unknown field [" + Quoted.of(setting.key()) + "]");
    }

    /** A negative number is as none. */
    private static Duration seconds(Setting setting, Duration orElse) throws SettingException {
        Duration duration;
        if (setting.value() instanceof ConfValue.IntegerValue number) {
            duration = Seconds.toDuration(BigDecimal.valueOf(number.integer()));
        } else if (setting.value() instanceof ConfValue.FloatValue number) {
            duration = Seconds.toDuration(BigDecimal.valueOf(number.number()));
        } else if (setting.value() instanceof ConfValue.StringValue text) {
            try {
                duration = Durations.parse(text.string());
            } catch (IllegalArgumentException e) {
                throw inconvertible(setting, String.valueOf(e.getMessage()));
            }
        } else {
            throw inconvertible(setting, "unexpected type");
        }
        return duration.isNegative() ? orElse : duration;
    }

    private static Duration skew(Setting setting, Duration orElse) throws SettingException {
        try {
            return seconds(setting, orElse);
        } catch (SettingException e) {
            throw inconvertible(setting, "unexpected type");
        }
    }

    private static SettingException inconvertible(Setting setting, String reason) {
        return setting.fault("error parsing tls peer config, conversion error: " + reason);
    }
}
