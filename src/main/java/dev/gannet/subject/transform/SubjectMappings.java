package dev.gannet.subject.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mappings of an account, in their order: the first one that matches a subject is its own (AC-71).
 *
 * <p>They never change, so any thread may ask.
 *
 * <p><b>Hot path:</b> {@link #find} allocates nothing.
 */
public final class SubjectMappings {
    private final SubjectMapping[] mappings;

    private SubjectMappings(SubjectMapping[] mappings) {
        this.mappings = mappings;
    }

    /** Returns these mappings, or null for none; of several with one source the last counts, in the place of the first. */
    public static @Nullable SubjectMappings of(List<SubjectMapping> mappings) {
        Map<String, SubjectMapping> bySource = new LinkedHashMap<>();
        mappings.forEach(mapping -> bySource.put(mapping.source(), mapping));
        return bySource.isEmpty() ? null : new SubjectMappings(bySource.values().toArray(SubjectMapping[]::new));
    }

    /** Returns the mapping of a subject, or null if it has none. */
    public @Nullable SubjectMapping find(byte[] subject, int offset, int length) {
        for (SubjectMapping mapping : mappings) {
            if (mapping.matches(subject, offset, length)) {
                return mapping;
            }
        }
        return null;
    }
}
