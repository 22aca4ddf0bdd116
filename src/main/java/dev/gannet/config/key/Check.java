package dev.gannet.config.key;

import dev.gannet.base.Quoted;
import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks whether a value is what its key needs, where nothing is done with it yet. What is wrong is told in the reference
 * server's words, so that a file that is good there is good here, and the other way round.
 */
public interface Check {
    String NO_ARRAY = "interface conversion: interface {} is %s, not []interface {}";

    /** As text only, where a number was never right. */
    Check DURATION_TEXT = (setting, problems) -> setting.duration();

    Check STRING = (setting, problems) -> setting.string();
    Check BOOL = (setting, problems) -> setting.bool();
    Check INTEGER = (setting, problems) -> setting.integer();
    Check DURATION = (setting, problems) -> setting.durationOrSeconds(problems);
    Check LISTEN = (setting, problems) -> HostPort.of(setting);
    Check COMPRESSION = Check::compression;
    Check WRITE_TIMEOUT = Check::writeTimeout;

    void check(Setting setting, Problems problems) throws SettingException;

    /** A block with these keys; {@code fault} says that it is none, with its type for {@code %s}. */
    static Check block(KeyTable<Unbuilt> keys, String fault) {
        return (setting, problems) -> {
            if (!(setting.value() instanceof ConfValue.MapValue block)) {
                throw setting.fault(fault.replace("%s", setting.value().typeName()));
            }
            keys.read(block, Unbuilt.BLOCK, problems);
        };
    }

    /** An array of which each is so; {@code fault} says that it is none, with its type for {@code %s}. */
    static Check each(Check check, String fault) {
        return (setting, problems) -> {
            if (!(setting.value() instanceof ConfValue.ArrayValue array)) {
                throw setting.fault(fault.replace("%s", setting.value().typeName()));
            }
            for (ConfNode node : array.nodes()) {
                try {
                    check.check(new Setting(setting.key(), node), problems);
                } catch (SettingException e) {
                    problems.error(e.getMessage());
                }
            }
        };
    }

    /** A string or an array of them; {@code what} they are. */
    static Check strings(String what) {
        return (setting, problems) -> {
            if (setting.value() instanceof ConfValue.StringValue) {
                return;
            }
            String fault = "error parsing " + what + ": unsupported type ";
            if (!(setting.value() instanceof ConfValue.ArrayValue array)) {
                throw setting.fault(fault + setting.value().typeName());
            }
            for (ConfNode node : array.nodes()) {
                if (!(node.value() instanceof ConfValue.StringValue)) {
                    problems.error(
                            node.position(), fault + "in array " + node.value().typeName());
                }
            }
        };
    }

    /** One URL; {@code kind} is what it leads to. */
    static Check url(String kind) {
        return (setting, problems) -> url(setting, kind);
    }

    /** URLs in an array, where {@code single} one too; {@code kind} is what they lead to. */
    static Check urls(String kind, boolean single) {
        return (setting, problems) -> {
            if (single && setting.value() instanceof ConfValue.StringValue) {
                url(setting, kind);
                return;
            }
            Set<String> known = new HashSet<>();
            each(
                            (url, all) -> {
                                if (known.add(url.string())) {
                                    url(url, kind);
                                } else {
                                    all.warn(new Setting(url.string(), url.node())
                                            .misuse("Duplicate " + kind + " entry detected"));
                                }
                            },
                            NO_ARRAY)
                    .check(setting, problems);
        };
    }

    private static void url(Setting setting, String kind) throws SettingException {
        String text = setting.string().strip();
        try {
            URI parsed = new URI(text);
            assert parsed.toString().equals(text);
        } catch (URISyntaxException e) {
            throw setting.fault("error parsing " + kind + " url [" + Quoted.of(text) + "]");
        }
    }

    private static void writeTimeout(Setting setting, Problems problems) throws SettingException {
        if (!List.of("default", "close", "retry").contains(setting.string())) {
            throw setting.fault("write_timeout must be 'default', 'close' or 'retry'");
        }
    }

    private static void compression(Setting setting, Problems problems) throws SettingException {
        ConfValue value = setting.value();
        if (value instanceof ConfValue.StringValue || value instanceof ConfValue.BooleanValue) {
            return;
        }
        if (!(value instanceof ConfValue.MapValue block)) {
            throw setting.fault("field " + Quoted.of(setting.key()) + " should be a boolean or a structure, got "
                    + value.typeName());
        }
        KeyTable<Unbuilt> keys = new KeyTable<>(UnknownKey::field);
        keys.unbuilt(STRING, "mode").unbuilt(Check::thresholds, "rtt_thresholds", "thresholds", "rtts", "rtt");
        keys.read(block, Unbuilt.BLOCK, problems);
    }

    private static void thresholds(Setting setting, Problems problems) throws SettingException {
        each(
                        (each, all) -> {
                            try {
                                Durations.parse(each.string());
                            } catch (IllegalArgumentException e) {
                                throw each.fault(String.valueOf(e.getMessage()));
                            }
                        },
                        NO_ARRAY)
                .check(setting, problems);
    }

    /** A size as JetStream takes it: a number, or a text with a unit (CF-53). */
    static Check storageSize(String name) {
        return (setting, problems) -> {
            if (setting.value() instanceof ConfValue.IntegerValue) {
                return;
            }
            if (!(setting.value() instanceof ConfValue.StringValue value)) {
                throw setting.fault(name + " must be int64 or string");
            }
            String text = value.string();
            String number = text.isEmpty() ? "0" : text.substring(0, text.length() - 1);
            if (!number.matches("[-+]?[0-9]{1,18}")) {
                throw setting.fault(name + " strconv.ParseInt: parsing " + Quoted.of(number) + ": invalid syntax");
            }
            if (!text.isEmpty() && "KMGT".indexOf(text.charAt(text.length() - 1)) < 0) {
                throw setting.fault(name + " sizes defined as strings must end in K, M, G, T");
            }
        };
    }

    /** Returns whether it is one of these words, in any case. */
    static boolean isOneOf(String text, String... words) {
        return List.of(words).contains(text.toLowerCase(Locale.ROOT));
    }

    /** What a block is read into whose settings nobody asks for yet. */
    enum Unbuilt {
        BLOCK
    }
}
