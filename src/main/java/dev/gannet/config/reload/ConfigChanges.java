package dev.gannet.config.reload;

import dev.gannet.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;

/** Compares settings. Pure functions. */
public final class ConfigChanges {
    private ConfigChanges() {}

    /**
     * Returns what a running server has to do to go from {@code before} to {@code now}, in the order in which it does so.
     *
     * @throws ReloadException with the first setting that it cannot change
     */
    public static List<Change> between(ServerConfig before, ServerConfig now) throws ReloadException {
        List<Change> changes = new ArrayList<>();
        for (Option option : Options.all(before)) {
            if (option.isChanged(before, now)) {
                changes.add(option.change(before, now));
            }
        }
        return changes;
    }
}
