package dev.gannet.config.flag;

import dev.gannet.base.Quoted;
import dev.gannet.config.key.SettingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes arguments apart as the reference server does: one dash or two before a name, a value after "=" or as the next
 * argument, a switch takes a value only after "=". The first argument that is no flag ends them, and so does "--".
 */
final class FlagParser {
    /**
     * What was given.
     *
     * @param values by flag; of several for one flag the last
     * @param rest the arguments after the flags
     */
    record Parsed(Map<Flag, FlagValue> values, List<String> rest) {}

    private final Map<String, Flag> byName = new HashMap<>();

    FlagParser(List<Flag> flags) {
        for (Flag flag : flags) {
            flag.names().forEach(name -> byName.put(name, flag));
        }
    }

    /** The message of a failure is the reference server's. */
    Parsed parse(List<String> arguments) throws SettingException {
        Map<Flag, FlagValue> values = new HashMap<>();
        int next = 0;
        while (next < arguments.size() && isFlag(arguments.get(next))) {
            String argument = arguments.get(next);
            next++;
            if (argument.equals("--")) {
                break;
            }
            Given given = given(argument);
            String value = given.value();
            if (value == null && given.flag().isSwitch()) {
                value = "true";
            }
            if (value == null) {
                if (next == arguments.size()) {
                    throw new SettingException("flag needs an argument: -" + given.name());
                }
                value = arguments.get(next);
                next++;
            }
            values.put(given.flag(), value(given, value));
        }
        return new Parsed(values, List.copyOf(arguments.subList(next, arguments.size())));
    }

    private static boolean isFlag(String argument) {
        return argument.length() >= 2 && argument.startsWith("-");
    }

    private Given given(String argument) throws SettingException {
        String text = argument.substring(argument.startsWith("--") ? 2 : 1);
        if (text.isEmpty() || text.startsWith("-") || text.startsWith("=")) {
            throw new SettingException("bad flag syntax: " + argument);
        }
        int separator = text.indexOf('=');
        String name = separator < 0 ? text : text.substring(0, separator);
        Flag flag = byName.get(name);
        if (flag == null) {
            throw new SettingException("flag provided but not defined: -" + name);
        }
        return new Given(flag, name, separator < 0 ? null : text.substring(separator + 1));
    }

    private static FlagValue value(Given given, String text) throws SettingException {
        try {
            return FlagValue.of(given.flag().kind(), text);
        } catch (SettingException e) {
            String what = given.flag().isSwitch() ? "invalid boolean value " : "invalid value ";
            String flag = given.flag().isSwitch() ? " for -" : " for flag -";
            throw new SettingException(what + Quoted.of(text) + flag + given.name() + ": " + e.getMessage());
        }
    }

    /**
     * One argument that is a flag.
     *
     * @param name as it was given, without dashes
     * @param value what followed a "="
     */
    private record Given(Flag flag, String name, @Nullable String value) {}
}
