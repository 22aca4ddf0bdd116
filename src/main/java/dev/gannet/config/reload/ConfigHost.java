package dev.gannet.config.reload;

import dev.gannet.config.ServerConfig;
import java.util.List;

/** Where a server has its settings from, and who does what they ask of the process around it. */
public interface ConfigHost {
    /**
     * Reads the settings as they are now.
     *
     * @throws ReloadException if they cannot be read, or there is something wrong with them
     */
    Loaded read() throws ReloadException;

    /** Does what is the host's part of a reload; called for each effect that there is, when {@code now} is in force. */
    void apply(Effect effect, ServerConfig now);

    /**
     * Settings as they were read.
     *
     * @param digest of the file
     * @param warnings what the log should say of them
     */
    record Loaded(ServerConfig config, String digest, List<String> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }
}
