package dev.gannet.config;

import dev.gannet.base.Quoted;
import dev.gannet.subject.Subjects;
import java.util.List;
import java.util.Optional;

/** Whether what stands in permissions are subjects, or subjects with queue groups. Pure functions. */
public final class PermissionSubjects {
    private PermissionSubjects() {}

    /**
     * Returns what is wrong with the first that is wrong, in the reference server's words.
     *
     * @param mayHaveQueue whether a subject may be followed by white space and a queue group
     */
    public static Optional<String> problem(List<String> subjects, boolean mayHaveQueue) {
        return subjects.stream()
                .flatMap(subject -> problem(subject, mayHaveQueue).stream())
                .findFirst();
    }

    private static Optional<String> problem(String subject, boolean mayHaveQueue) {
        if (Subjects.isValidConfigured(subject)) {
            return Optional.empty();
        }
        String[] parts = subject.strip().split("\\s+", -1);
        if (!mayHaveQueue || parts.length != 2) {
            return Optional.of("subject " + Quoted.of(subject) + " is not a valid subject");
        }
        if (!Subjects.isValidConfigured(parts[0])) {
            return Optional.of("subject " + Quoted.of(parts[0]) + " is not a valid subject");
        }
        if (!Subjects.isValidConfigured(parts[1])) {
            return Optional.of("queue " + Quoted.of(parts[1]) + " is not a valid queue");
        }
        return Optional.empty();
    }
}
