package dev.gannet.launch;

import dev.gannet.config.flag.HostConfigReader;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the process, where the application in the container finds them too: system properties, then environment
 * variables by the rules of MicroProfile Config (the name itself, with underscores for what is no letter or digit, and that
 * in capitals).
 */
final class ProcessSettings implements HostConfigReader.Source {
    private final Function<String, @Nullable String> environment;

    /** {@code environment} gives an environment variable's value, or null where there is none. */
    ProcessSettings(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String value(String name) {
        String value = System.getProperty(name);
        String variable = name.replaceAll("[^A-Za-z0-9]", "_");
        for (String each : new String[] {name, variable, variable.toUpperCase(Locale.ROOT)}) {
            value = value == null ? environment.apply(each) : value;
        }
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public Set<String> names() {
        return System.getProperties().stringPropertyNames();
    }
}
