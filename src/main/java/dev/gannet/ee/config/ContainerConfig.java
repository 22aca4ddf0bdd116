package dev.gannet.ee.config;

import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.flag.HostConfigReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a server in a container: the flags of the launcher, if one has started the container ({@value #ARGUMENTS},
 * a NUL after each), and what MicroProfile Config finds in system properties, environment variables
 * ({@code GANNET_MAX_PAYLOAD}) and the container's own sources; see {@link HostConfigReader}.
 */
@Dependent
public class ContainerConfig {
    /** Set by a launcher whose process the server is. */
    public static final String ARGUMENTS = "gannet.launch.arguments";
    /** Where the container answers HTTP requests, set by a launcher; absent where it does not. */
    public static final String HTTP_HOST = "gannet.launch.http_host";

    public static final String HTTP_PORT = "gannet.launch.http_port";
    /** Set where the server could not start and has logged why, so that the launcher need not. */
    public static final String FAILED = "gannet.launch.failed";

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
        CommandLine read = again();
        if (read instanceof CommandLine.Run run) {
            return run;
        }
        if (read instanceof CommandLine.Failure failure) {
            throw new IllegalArgumentException(failure.text());
        }
        throw new IllegalArgumentException("the flags do not start a server: " + read);
    }

    /** Reads the settings as they are now. */
    public CommandLine again() {
        return new HostConfigReader(System::getenv, new Source(config)).read(flags());
    }

    /** Returns whether the process is the server's own: its log, its signals and its files are then the server's too. */
    public boolean isLaunched() {
        return System.getProperty(ARGUMENTS) != null;
    }

    /** As the launcher was given them: MicroProfile Config would replace what looks like an expression in a password. */
    private static List<String> flags() {
        String[] flags = System.getProperty(ARGUMENTS, "").split("\0", -1);
        return List.of(flags).subList(0, flags.length - 1);
    }

    private record Source(Config config) implements HostConfigReader.Source {
        @Override
        public @Nullable String value(String name) {
            return config.getConfigValue(name).getValue();
        }

        @Override
        public Iterable<String> names() {
            return config.getPropertyNames();
        }
    }
}
