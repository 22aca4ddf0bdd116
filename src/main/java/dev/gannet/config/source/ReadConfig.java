package dev.gannet.config.source;

import dev.gannet.config.ServerConfig;
import java.util.List;

/**
 * A file as it was read. The lines begin with the place in the file where it has one.
 *
 * @param config what the file says, over the defaults; not to be used if there are errors
 * @param digest {@code sha256:} and the digest of the values; empty if the file could not be read
 * @param errors what keeps a server from starting with it
 * @param warnings what the reference server warns of; a test of the file fails with them
 * @param notBuilt a line for each key that the reference server knows and that does nothing here yet
 */
public record ReadConfig(
        ServerConfig config, String digest, List<String> errors, List<String> warnings, List<String> notBuilt) {
    public ReadConfig {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        notBuilt = List.copyOf(notBuilt);
    }
}
