package dev.gannet.config.key;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is to be said about a configuration, gathered so that it is all said at once.
 *
 * <p><b>Owner:</b> the thread that reads the configuration.
 */
public final class Problems {
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notBuilt = new ArrayList<>();

    public void error(String text) {
        errors.add(text);
    }

    public void error(ConfPosition position, String text) {
        errors.add(position + ": " + text);
    }

    public void warn(String text) {
        warnings.add(text);
    }

    /** A key that the reference server knows and Gannet does not; doing without it is safe. */
    public void notBuilt(ConfPosition position, String key) {
        notBuilt.add(position + ": " + Quoted.of(key) + " is known but not built yet; it has no effect");
    }

    /** Something else that has less of an effect here than in the reference server; doing without it is safe. */
    public void note(ConfPosition position, String text) {
        notBuilt.add(position + ": " + text);
    }

    /** A key that the reference server knows and Gannet does not; without it the server would be open. */
    public void refused(ConfPosition position, String key) {
        error(
                position,
                Quoted.of(key)
                        + " is known but not built yet; without it the server would be less safe than is asked for");
    }

    public List<String> errors() {
        return List.copyOf(errors);
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    public List<String> notBuilt() {
        return List.copyOf(notBuilt);
    }
}
