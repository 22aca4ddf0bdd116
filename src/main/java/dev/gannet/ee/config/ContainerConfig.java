package dev.gannet.ee.config;

import dev.gannet.config.source.CommandLine;
import dev.gannet.config.source.CommandLineReader;
import dev.gannet.config.source.HostSettings;
import dev.gannet.config.source.ServerConfigReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of a server in a container, of which each counts more than the next:
 *
 * <ol>
 *   <li>flags of nats-server, where a launcher has started the container ({@value #ARGUMENTS}, one argument a line);
 *   <li>{@code gannet.} and a key of {@code nats.conf}, wherever MicroProfile Config finds it: system properties,
 *       environment variables ({@code GANNET_MAX_PAYLOAD}), the container's own sources;
 *   <li>a {@code nats.conf}, named by {@value #FILE} or by the flag {@code -c}.
 * </ol>
 */
@Dependent
public class ContainerConfig {
    static final String PREFIX = "gannet.";
    static final String FILE = PREFIX + "config";
    /** Set by a launcher whose process the server is. */
    public static final String ARGUMENTS = PREFIX + "launch.arguments";
    /** Where the container answers HTTP requests, set by a launcher; absent where it does not. */
    public static final String HTTP_HOST = PREFIX + "launch.http_host";

    public static final String HTTP_PORT = PREFIX + "launch.http_port";
    /** Set where the server could not start and has logged why, so that the launcher need not. */
    public static final String FAILED = PREFIX + "launch.failed";

    /** What begins like a setting and is none: for a launcher, the process, its memory, applications. */
    private static final List<String> RESERVED =
            List.of(FILE, PREFIX + "launch.", PREFIX + "process.", PREFIX + "memory.", PREFIX + "client.");

    private final Config config;

    @Inject
    ContainerConfig(Config config) {
        this.config = config;
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException with the reason why the server cannot start with them
     */
    public CommandLine.Run read() {
        CommandLine read =
                new CommandLineReader(System::getenv, new HostSettings(PREFIX, settings())).read(arguments());
        if (read instanceof CommandLine.Run run) {
            return run;
        }
        if (read instanceof CommandLine.Failure failure) {
            throw new IllegalArgumentException(failure.text());
        }
        throw new IllegalArgumentException("the arguments do not start a server: " + arguments());
    }

    /** Returns whether the process is the server's own: its log, its signals and its files are then the server's too. */
    public boolean isLaunched() {
        return System.getProperty(ARGUMENTS) != null;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        // An argument that is said later counts more: a launcher's own -c more than the key.
        config.getOptionalValue(FILE, String.class).ifPresent(file -> arguments.addAll(List.of("-c", file)));
        config.getOptionalValue(ARGUMENTS, String.class)
                .ifPresent(lines -> arguments.addAll(List.of(lines.split("\n"))));
        return arguments;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        // Environment variables are found by asking for them only: their names are not the keys'.
        for (String key : ServerConfigReader.keys()) {
            add(PREFIX + key, settings);
        }
        for (String name : Set.copyOf(names())) {
            add(name, settings);
        }
        return settings;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX) && RESERVED.stream().noneMatch(name::startsWith)) {
                names.add(name);
            }
        }
        return names;
    }

    private void add(String name, Map<String, String> settings) {
        String value = config.getConfigValue(name).getValue();
        if (value != null) {
            settings.put(name.substring(PREFIX.length()), value);
        }
    }
}
