package dev.gannet.account;

import dev.gannet.config.sharing.ImportConfig;
import dev.gannet.interest.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The messages of another account that an account's clients may subscribe to, under subjects of their own (AC-38, AC-39).
 *
 * <p><b>Owner:</b> immutable.
 */
public final class StreamImport {
    private final Account exporter;
    private final Account importer;
    private final boolean allowsTrace;
    private final SubjectPair subjects;

    StreamImport(ImportConfig config, Account exporter, Account importer) {
        this.exporter = exporter;
        this.importer = importer;
        this.allowsTrace = config.allowTrace();
        this.subjects = new SubjectPair(config.subject(), here(config));
    }

    private static String here(ImportConfig config) {
        if (config.prefix().isEmpty()) {
            return config.to().isEmpty() ? config.subject() : config.to();
        }
        String prefix = config.prefix();
        return (prefix.endsWith(".") ? prefix : prefix + ".") + config.subject();
    }

    public Account exporter() {
        return exporter;
    }

    public Account importer() {
        return importer;
    }

    /** Returns whether what becomes of a traced message is told beyond the exporter. */
    public boolean allowsTrace() {
        return allowsTrace;
    }

    /** Returns what the importer's clients call a subject of the exporter's. */
    public String here(String subject) {
        return subjects.here(subject);
    }

    /** Returns what stands for a subscription of the importer's in the exporter's interest; null if it takes nothing of it. */
    @Nullable
    Shadow shadow(Subscription origin) {
        String filter = subjects.thereFilter(origin.subject());
        return filter == null ? null : new Shadow(this, origin, filter);
    }
}
