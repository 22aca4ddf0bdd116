package dev.gannet.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that tell others of the running server.
 *
 * @param pidFile gets the process id, or null
 * @param portsFileDir gets a file that names the bound ports, or null
 */
public record FilesConfig(@Nullable Path pidFile, @Nullable Path portsFileDir) {
    public static FilesConfig defaults() {
        return new FilesConfig(null, null);
    }
}
