package dev.gannet.config.flag;

import dev.gannet.config.source.HostSettings;
import dev.gannet.config.source.ServerConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a server that runs inside something which has settings itself, of which each counts more than the
 * next:
 *
 * <ol>
 *   <li>flags of nats-server;
 *   <li>{@value #PREFIX} and a key of {@code nats.conf}, see {@link HostSettings};
 *   <li>a {@code nats.conf}, named by the flag {@code -c} or else by {@value #FILE}.
 * </ol>
 *
 * <p>A launcher and the application in its container both read with this, so that they agree.
 */
public final class HostConfigReader {
    private static final String PREFIX = "gannet.";
    private static final String FILE = PREFIX + "config";

    /** What begins like a setting and is none: for a launcher, the process, its memory, applications. */
    private static final List<String> RESERVED =
            List.of(FILE, PREFIX + "launch.", PREFIX + "process.", PREFIX + "memory.", PREFIX + "client.");

    private final Function<String, @Nullable String> environment;
    private final Source source;

    /** Where a host has its settings. */
    public interface Source {
        /** Returns the value under a name; null if there is none. */
        @Nullable
        String value(String name);

        /** Returns the names that there are, as far as they can be listed. */
        Iterable<String> names();
    }

    /** {@code environment} gives the value of an environment variable that a file names, or null where there is none. */
    public HostConfigReader(Function<String, @Nullable String> environment, Source source) {
        this.environment = environment;
        this.source = source;
    }

    public CommandLine read(List<String> flags) {
        List<String> arguments = new ArrayList<>();
        String file = source.value(FILE);
        if (file != null) {
            arguments.addAll(List.of("-c", file)); // What is said later counts more: a -c among the flags.
        }
        arguments.addAll(flags);
        try {
            return new CommandLineReader(environment, new HostSettings(PREFIX, settings())).read(arguments);
        } catch (IllegalArgumentException e) {
            return new CommandLine.Failure(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        // Environment variables are found by asking for them only: their names are not the keys'.
        for (String key : ServerConfigReader.keys()) {
            add(PREFIX + key, settings);
        }
        for (String name : source.names()) {
            if (name.startsWith(PREFIX) && RESERVED.stream().noneMatch(name::startsWith)) {
                add(name, settings);
            }
        }
        return settings;
    }

    private void add(String name, Map<String, String> settings) {
        String value = source.value(name);
        if (value != null) {
            settings.put(name.substring(PREFIX.length()), value);
        }
    }
}
