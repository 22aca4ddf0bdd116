package dev.gannet.config.flag;

import dev.gannet.config.key.SettingException;
import dev.gannet.config.source.Draft;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A flag of the command line.
 *
 * @param names without dashes; any of them may be used, with one dash or with two
 * @param kind what its value is
 * @param argument what the help text calls its value; empty for a switch
 * @param help what it does, in one line
 * @param effect what it does to the settings, once the file has been read
 * @param isBuilt whether that has an effect on the server, too
 */
record Flag(List<String> names, Kind kind, String argument, String help, Effect effect, boolean isBuilt) {
    enum Kind {
        STRING,
        INTEGER,
        SWITCH
    }

    /** Changes the settings. */
    interface Effect {
        void apply(FlagValue value, Draft draft) throws SettingException;
    }

    boolean isSwitch() {
        return kind == Kind.SWITCH;
    }

    /** No two flags are the same; and a start need not wait until the JVM has derived this from the components. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return names.get(0).hashCode();
    }

    /** The names as they are typed: letters after one dash, words after two. */
    String spelling() {
        return names.stream().map(name -> (isWord(name) ? "--" : "-") + name).collect(Collectors.joining(", "));
    }

    private static boolean isWord(String name) {
        return name.length() > 2 && !name.equals(name.toUpperCase(Locale.ROOT));
    }
}
