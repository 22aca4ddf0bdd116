package dev.gannet.store.directory;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where streams are kept. Nothing that lasts is kept where a system clears up: unlike nats-server's, the place that nobody
 * chose is the user's own directory for data. Nor do two servers ever write to one place: each port has its own there,
 * always the same, whichever servers run beside. Pure functions.
 */
public final class StorePlace {
    /** As in nats-server, streams are in a directory of this name inside that of the settings (CF-156). */
    private static final String JET_STREAM = "jetstream";

    /** The port of a server that nobody gave another one. */
    private static final int USUAL_PORT = 4222;

    private final Map<String, String> environment;
    private final String system;
    private final Path home;

    public StorePlace(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.system = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        this.home = Path.of(properties.getProperty("user.home", ""));
    }

    /**
     * Returns the directory of the streams.
     *
     * @param storeDirectory what the settings say, empty if nothing
     * @param port where clients connect by the settings, -1 for any that is free
     */
    public Path of(String storeDirectory, int port) {
        Path parent = storeDirectory.isEmpty() ? ofServer(port) : Path.of(storeDirectory);
        return parent.toAbsolutePath().normalize().resolve(JET_STREAM);
    }

    private Path ofServer(int port) {
        if (port == USUAL_PORT) {
            return ofUser();
        }
        return ofUser().resolve(port > 0 ? "port-" + port : "port-any");
    }

    private Path ofUser() {
        if (system.contains("windows")) {
            Path data = absolute("LOCALAPPDATA");
            return (data == null ? home.resolve("AppData").resolve("Local") : data).resolve("Gannet");
        }
        if (system.contains("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Gannet");
        }
        Path data = absolute("XDG_DATA_HOME");
        return (data == null ? home.resolve(".local").resolve("share") : data).resolve("gannet");
    }

    /** A path that is not absolute does not count: so says the specification of these variables. */
    private @Nullable Path absolute(String variable) {
        String value = environment.getOrDefault(variable, "");
        Path path = Path.of(value);
        return path.isAbsolute() ? path : null;
    }
}
