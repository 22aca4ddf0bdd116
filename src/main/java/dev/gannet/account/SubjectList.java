package dev.gannet.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.Quoted;
import dev.gannet.subject.SubjectSet;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One list of a permission, compiled: the subjects for everybody, and those that stand with a queue group
 * ({@code "foo workers.*"}) and are for subscriptions of that group alone.
 *
 * <p>Entries are texts of the configuration; on the wire their characters are bytes of UTF-8, one char for each.
 *
 * <p><b>Hot path:</b> {@link #matches} allocates nothing.
 */
final class SubjectList {
    private final SubjectSet plain;
    private final QueueEntries[] queued;

    private record QueueEntries(QueueFilter queue, SubjectSet subjects) {}

    private SubjectList(List<String> plain, Map<String, List<String>> queued) {
        this.plain = SubjectSet.of(plain);
        this.queued = queued.entrySet().stream()
                .map(entry -> new QueueEntries(new QueueFilter(entry.getKey()), SubjectSet.of(entry.getValue())))
                .toArray(QueueEntries[]::new);
    }

    /** Compiles entries of the form {@code subject}. */
    static SubjectList ofSubjects(List<String> entries) {
        return new SubjectList(entries.stream().map(SubjectList::checked).toList(), Map.of());
    }

    /** Compiles entries of the form {@code subject} or {@code subject queue}. */
    static SubjectList ofSubjectsAndQueues(List<String> entries) {
        List<String> plain = new ArrayList<>();
        Map<String, List<String>> queued = new LinkedHashMap<>();
        for (String entry : entries) {
            String[] words = entry.strip().split("\\s+", -1);
            if (words.length == 2) {
                queued.computeIfAbsent(checked(words[1]), queue -> new ArrayList<>())
                        .add(checked(words[0]));
            } else {
                plain.add(checked(entry));
            }
        }
        return new SubjectList(plain, queued);
    }

    private static String checked(String configured) {
        String subject = new String(configured.getBytes(UTF_8), ISO_8859_1);
        if (!Subjects.isValidConfigured(subject)) {
            throw new IllegalArgumentException("subject " + Quoted.of(configured) + " is not a valid subject");
        }
        return subject;
    }

    /** Returns whether an entry without a queue group matches. */
    boolean matches(byte[] subject, int offset, int length) {
        return plain.matches(subject, offset, length);
    }

    /** Returns whether a matching entry is for the queue group. */
    boolean matchesFor(byte[] subject, int offset, int length, String queue) {
        for (QueueEntries entries : queued) {
            if (entries.subjects.matches(subject, offset, length) && entries.queue.isFor(queue)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a matching entry is for some queue group, whichever. */
    boolean matchesForAnyQueue(byte[] subject) {
        for (QueueEntries entries : queued) {
            if (entries.subjects.matches(subject, 0, subject.length)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether one entry without a queue group matches all that {@code filter} matches. */
    boolean covers(String filter) {
        return plain.covers(filter);
    }

    /** Returns whether some entry, for whatever queue group, matches a subject that {@code filter} matches too. */
    boolean collides(String filter) {
        if (plain.collides(filter)) {
            return true;
        }
        for (QueueEntries entries : queued) {
            if (entries.subjects.collides(filter)) {
                return true;
            }
        }
        return false;
    }
}
