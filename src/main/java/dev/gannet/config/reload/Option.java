package dev.gannet.config.reload;

import dev.gannet.config.Durations;
import dev.gannet.config.ServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One setting as a reload sees it.
 *
 * @param name what the reference server calls the setting inside, for the error of one that cannot change
 * @param value its value
 * @param differs whether there is something to do, or to refuse
 * @param effect what is to be done then; null if that is refused
 * @param line what the log says then; {@code %s} stands for the new value. Where it is refused, what the error says of
 *     the old value and of the new one
 */
record Option(
        String name,
        Function<ServerConfig, @Nullable Object> value,
        BiPredicate<ServerConfig, ServerConfig> differs,
        @Nullable Effect effect,
        String line) {
    private static final String OLD_AND_NEW = ": old=%s, new=%s";

    /** A setting that holds until the server ends. */
    static Option fixed(String name, Function<ServerConfig, @Nullable Object> value) {
        return new Option(name, value, differs(value), null, OLD_AND_NEW);
    }

    /** Something else that is refused, of which {@code name} is all that is said. */
    static Option refused(String name, BiPredicate<ServerConfig, ServerConfig> differs) {
        return new Option(name, config -> null, differs, null, "");
    }

    static Option live(String name, String line, Function<ServerConfig, @Nullable Object> value) {
        return live(name, Effect.NONE, line, value);
    }

    static Option live(String name, Effect effect, String line, Function<ServerConfig, @Nullable Object> value) {
        return new Option(name, value, differs(value), effect, line);
    }

    /** A setting that is looked at again at every reload. */
    static Option always(String name, String line) {
        return new Option(name, config -> null, (before, now) -> true, Effect.NONE, line);
    }

    Option when(BiPredicate<ServerConfig, ServerConfig> condition) {
        return new Option(name, value, differs.and(condition), effect, line);
    }

    Option whenever(BiPredicate<ServerConfig, ServerConfig> condition) {
        return new Option(name, value, condition, effect, line);
    }

    private static BiPredicate<ServerConfig, ServerConfig> differs(Function<ServerConfig, @Nullable Object> value) {
        return (before, now) -> !Objects.equals(value.apply(before), value.apply(now));
    }

    boolean isChanged(ServerConfig before, ServerConfig now) {
        return differs.test(before, now);
    }

    Change change(ServerConfig before, ServerConfig now) throws ReloadException {
        if (effect == null) {
            throw new ReloadException(
                    "config reload not supported for " + name + String.format(line, text(before), text(now)));
        }
        return new Change(effect, line.replace("%s", text(now)));
    }

    private String text(ServerConfig config) {
        Object of = value.apply(config);
        if (of == null) {
            return "";
        }
        if (of instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]"));
        }
        if (of instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + entry.getValue())
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        return of instanceof Duration duration ? Durations.format(duration) : of.toString();
    }
}
