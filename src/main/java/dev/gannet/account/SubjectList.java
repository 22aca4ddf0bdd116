package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * One list of a permission, compiled: the subjects for everybody, and those that stand with a queue group
 * ({@code "foo workers.*"}) and are for subscriptions of that group alone.
 *
 * <p>A queue group's name may have wildcards, as a subject's. Subscriptions' own queue names are compared as they came
 * from the wire: one char is one byte.
 */
final class SubjectList {
    private final SubjectFilter[] plain;
    private final QueueEntry[] queued;

    private record QueueEntry(SubjectFilter filter, SubjectFilter queueFilter, String queue) {
        /** The literal comparison is for queue groups that are themselves called {@code v1.>}. */
        boolean isFor(String name) {
            return queue.equals(name) || queueFilter.covers(name.getBytes(ISO_8859_1));
        }
    }

    private SubjectList(SubjectFilter[] plain, QueueEntry[] queued) {
        this.plain = plain;
        this.queued = queued;
    }

    /** Compiles entries of the form {@code subject}. */
    static SubjectList ofSubjects(List<String> entries) {
        return of(entries, false);
    }

    /** Compiles entries of the form {@code subject} or {@code subject queue}. */
    static SubjectList ofSubjectsAndQueues(List<String> entries) {
        return of(entries, true);
    }

    private static SubjectList of(List<String> entries, boolean queues) {
        List<SubjectFilter> plain = new ArrayList<>();
        List<QueueEntry> queued = new ArrayList<>();
        for (String entry : entries) {
            String[] parts = entry.strip().split("\\s+", -1);
            requireValid(entry, parts, queues);
            SubjectFilter filter = new SubjectFilter(parts[0]);
            if (parts.length == 1) {
                plain.add(filter);
            } else {
                queued.add(new QueueEntry(filter, new SubjectFilter(parts[1]), asOnTheWire(parts[1])));
            }
        }
        return new SubjectList(plain.toArray(SubjectFilter[]::new), queued.toArray(QueueEntry[]::new));
    }

    private static void requireValid(String entry, String[] parts, boolean queues) {
        if (parts.length > (queues ? 2 : 1)) {
            throw new IllegalArgumentException("subject \"" + entry + "\" is not a valid subject");
        }
        for (String part : parts) {
            byte[] bytes = part.getBytes(UTF_8);
            if (SubjectFilter.hasEmptyToken(bytes, 0, bytes.length) || hasInnerFullWildcard(part)) {
                throw new IllegalArgumentException("subject \"" + part + "\" is not a valid subject");
            }
        }
    }

    private static String asOnTheWire(String queue) {
        return new String(queue.getBytes(UTF_8), ISO_8859_1);
    }

    private static boolean hasInnerFullWildcard(String subject) {
        return subject.startsWith(">.") || subject.contains(".>.");
    }

    /** Returns whether an entry without a queue group matches. */
    boolean matches(byte[] subject, int offset, int length) {
        if (SubjectFilter.hasEmptyToken(subject, offset, length)) {
            return false;
        }
        for (SubjectFilter filter : plain) {
            if (filter.matches(subject, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a matching entry is for the queue group. */
    boolean matchesFor(byte[] subject, int offset, int length, String queue) {
        if (queued.length == 0 || SubjectFilter.hasEmptyToken(subject, offset, length)) {
            return false;
        }
        for (QueueEntry entry : queued) {
            if (entry.filter.matches(subject, offset, length) && entry.isFor(queue)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a matching entry is for some queue group, whichever. */
    boolean matchesForAnyQueue(byte[] subject) {
        if (SubjectFilter.hasEmptyToken(subject, 0, subject.length)) {
            return false;
        }
        for (QueueEntry entry : queued) {
            if (entry.filter.matches(subject, 0, subject.length)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether one entry without a queue group matches all that {@code filter} matches. */
    boolean covers(byte[] filter) {
        for (SubjectFilter entry : plain) {
            if (entry.covers(filter)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether some entry, for whatever queue group, matches a subject that {@code filter} matches too. */
    boolean collides(byte[] filter) {
        for (SubjectFilter entry : plain) {
            if (entry.collides(filter)) {
                return true;
            }
        }
        for (QueueEntry entry : queued) {
            if (entry.filter.collides(filter)) {
                return true;
            }
        }
        return false;
    }
}
