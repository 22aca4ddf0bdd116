package dev.gannet.store.segment;

import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.StoreRecord;
import dev.gannet.store.subjects.Absences;
import dev.gannet.store.subjects.SubjectCursor;
import dev.gannet.store.subjects.SubjectFilter;
import dev.gannet.store.subjects.SubjectTable;
import java.util.Arrays;

/**
 * Which messages have which subject. The first and last sequence of a subject are looked up again when they are asked
 * for and their message is gone, by the chain of its messages, segment by segment.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class StoreSubjects {
    private static final long NONE = 0;

    /** Up to so many subjects each one's next message is looked up; with more the messages are looked through. */
    private static final int SUBJECTS_MAX = 64;

    /** Of the subjects in the range of a filter so many are seen; with more the messages are looked through. */
    private static final int SUBJECTS_SEEN_MAX = 4096;

    /** Before that, so many messages are looked through. */
    private static final int NEAR_MAX = 256;

    /** Looking backwards for a message that a filter matches, so many are seen before all subjects are. */
    private static final int BACKWARDS_MAX = 1024;

    /** Messages that are looked through at a time. */
    private static final int AT_A_TIME = 1 << 16;

    private final SubjectTable table;
    private final Segments segments;
    private final Absences absences = new Absences();
    private byte[] scratch = new byte[64]; // The subject that is compared; it grows.

    StoreSubjects(SubjectTable table, Segments segments) {
        this.table = table;
        this.segments = segments;
    }

    int size() {
        return table.size();
    }

    /** Returns the number of a message's subject, a new one if it has none. */
    int number(StoreRecord message) {
        int length = message.subject().length();
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        message.subject().copy(scratch);
        int subject = table.find(scratch, 0, length);
        return subject == SubjectTable.NONE ? table.add(scratch, 0, length) : subject;
    }

    /** Counts a message that was appended; returns the number of its subject, and links it to the one before. */
    void added(int subject, long seq, Segment segment, SegmentIndex index) {
        long count = table.count(subject);
        if (count == 0) {
            table.first(subject, seq);
        } else if (table.last(subject) >= segment.baseSeq()) {
            index.link(segment.entry(table.last(subject)), segment.entry(seq));
        }
        table.last(subject, seq);
        table.count(subject, count + 1);
    }

    /** A message of a subject is gone. */
    void removed(int subject) {
        if (subject == SegmentIndex.NO_SUBJECT) {
            return; // It was lost.
        }
        long count = table.count(subject) - 1;
        if (count == 0) {
            table.remove(subject);
        } else {
            table.count(subject, count);
        }
    }

    boolean totals(byte[] bytes, int from, int length, SubjectTotals into) {
        int subject = table.find(bytes, from, length);
        return subject != SubjectTable.NONE && totals(subject, into);
    }

    private boolean totals(int subject, SubjectTotals into) {
        long first = first(subject);
        into.set(first, last(subject), table.count(subject));
        return first != NONE;
    }

    /** Returns the lowest sequence from {@code from} on that a filter matches, or 0. */
    long next(SubjectFilter filter, long from) {
        if (filter.isAll()) {
            return segments.next(from);
        }
        if (filter.isLiteral()) {
            int subject = table.find(filter.prefix(), 0, filter.prefix().length);
            return subject == SubjectTable.NONE ? NONE : next(subject, from);
        }
        long start = absences.from(filter.text(), from);
        long near = lookThrough(filter, start, NEAR_MAX);
        return near >= 0 ? near : far(filter, -near);
    }

    /** The same where no message close by matches: by the subjects, if these are few, or by all messages. */
    private long far(SubjectFilter filter, long from) {
        int[] few = new int[SUBJECTS_MAX];
        int count = 0;
        Matches matches = new Matches(filter);
        int subject = matches.next(SUBJECTS_SEEN_MAX);
        while (subject != SubjectTable.NONE && count < SUBJECTS_MAX) {
            few[count++] = subject;
            subject = matches.next(SUBJECTS_SEEN_MAX);
        }
        if (subject == SubjectTable.NONE && matches.seen() < SUBJECTS_SEEN_MAX) {
            return nextOf(filter, Arrays.copyOf(few, count), from);
        }
        long next = lookThrough(filter, from, segments.mayNotWait() ? AT_A_TIME : Long.MAX_VALUE);
        if (next < 0) {
            absences.add(filter.text(), from, -next - 1);
            throw new NotInMemoryException(Fetch.nothing());
        }
        return next;
    }

    /** Returns the lowest sequence of a few subjects, which are all that the filter matches. */
    private long nextOf(SubjectFilter filter, int[] few, long from) {
        Arrays.sort(few);
        for (int i = segments.at(from); i < segments.list().size(); i++) {
            Segment segment = segments.list().get(i);
            if (!mayHave(segment, few)) {
                continue;
            }
            SegmentIndex index = index(segment, filter.text(), from);
            if (segment.isSealed() && Arrays.stream(few).noneMatch(index::has)) {
                continue;
            }
            int entry = segment.nextLive((int) Math.max(0, from - segment.baseSeq()));
            while (entry >= 0 && Arrays.binarySearch(few, index.subject(entry)) < 0) {
                entry = segment.nextLive(entry + 1);
            }
            if (entry >= 0) {
                return segment.baseSeq() + entry;
            }
        }
        return NONE;
    }

    /** Returns whether a segment lies where messages of one of the subjects are. */
    private boolean mayHave(Segment segment, int[] subjects) {
        for (int subject : subjects) {
            if (table.first(subject) <= segment.endSeq() && table.last(subject) >= segment.baseSeq()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the index of a segment; if it is not there, it is noted that the search has come as far as this. */
    private SegmentIndex index(Segment segment, Object of, long from) {
        try {
            return segments.index(segment);
        } catch (NotInMemoryException e) {
            absences.add(of, from, segment.baseSeq() - 1);
            throw e;
        }
    }

    /** Returns the highest sequence that a filter matches, or 0. */
    long last(SubjectFilter filter) {
        if (filter.isAll()) {
            return segments.previous(segments.lastSeq());
        }
        if (filter.isLiteral()) {
            int subject = table.find(filter.prefix(), 0, filter.prefix().length);
            return subject == SubjectTable.NONE ? NONE : last(subject);
        }
        long near = lookBack(filter);
        if (near != NONE) {
            return near;
        }
        long highest = NONE;
        Matches matches = new Matches(filter);
        for (int subject = matches.next(); subject != SubjectTable.NONE; subject = matches.next()) {
            highest = table.last(subject) > highest ? Math.max(highest, last(subject)) : highest;
        }
        return highest;
    }

    /** Looks at the last messages whose subjects can be told now; returns the highest that matches, or 0. */
    private long lookBack(SubjectFilter filter) {
        long seq = segments.previous(segments.lastSeq());
        for (int i = 0; i < BACKWARDS_MAX && seq != NONE && segments.hasIndex(seq); i++) {
            if (matches(filter, subjectOf(seq))) {
                return seq;
            }
            seq = segments.previous(seq - 1);
        }
        return NONE;
    }

    /** Returns the highest sequence of a subject, or 0. */
    long last(byte[] bytes, int from, int length) {
        int subject = table.find(bytes, from, length);
        return subject == SubjectTable.NONE ? NONE : last(subject);
    }

    /** Returns how many messages there are of a subject. */
    long messages(byte[] bytes, int from, int length) {
        int subject = table.find(bytes, from, length);
        return subject == SubjectTable.NONE ? 0 : table.count(subject);
    }

    /** Returns the highest sequence below {@code before} of a subject, or 0. */
    long previous(byte[] bytes, int from, int length, long before) {
        int subject = table.find(bytes, from, length);
        return subject == SubjectTable.NONE ? NONE : previous(subject, Math.min(before - 1, table.last(subject)));
    }

    /** Returns how many messages a filter matches. */
    long messages(SubjectFilter filter) {
        if (filter.isAll()) {
            return segments.messages();
        }
        long sum = 0;
        Matches matches = new Matches(filter);
        for (int subject = matches.next(); subject != SubjectTable.NONE; subject = matches.next()) {
            sum += table.count(subject);
        }
        return sum;
    }

    /** Shows the subjects that a filter matches and that are behind one, in the order of their bytes. */
    void forEach(SubjectFilter filter, byte[] after, SubjectVisitor visitor) {
        Matches matches = new Matches(filter, after);
        boolean more = true;
        for (int subject = matches.next(); more && subject != SubjectTable.NONE; subject = matches.next()) {
            more = visitor.subject(table.bytes(subject), table.count(subject));
        }
    }

    /** Returns the lowest sequence of a subject. */
    long first(int subject) {
        long first = table.first(subject);
        if (segments.isLive(first)) {
            return first;
        }
        if (table.count(subject) == 1 && segments.isLive(table.last(subject))) {
            first = table.last(subject);
        } else {
            first = search(subject, Math.max(first + 1, segments.firstSeq()));
        }
        if (first != NONE) {
            table.first(subject, first);
        }
        return first;
    }

    /** Returns the highest sequence of a subject. */
    long last(int subject) {
        long last = table.last(subject);
        if (!segments.isLive(last)) {
            last = previous(subject, last - 1);
            if (last != NONE) {
                table.last(subject, last);
            }
        }
        return last;
    }

    private long next(int subject, long from) {
        if (from > table.last(subject)) {
            return NONE;
        }
        long first = first(subject);
        return first == NONE || from <= first ? first : search(subject, from);
    }

    /** Looks for the next message of a subject; there is none of it before the first that the table says. */
    private long search(int subject, long asked) {
        long first = table.first(subject);
        long from = absences.isEmpty() ? asked : absences.from(subject, asked);
        for (int i = segments.at(from); i < segments.list().size(); i++) {
            Segment segment = segments.list().get(i);
            if (segment.baseSeq() > table.last(subject)) {
                return NONE;
            }
            SegmentIndex index = index(segment, subject, from);
            if (segment.isSealed() && !index.has(subject)) {
                continue;
            }
            int start = (int) Math.max(0, from - segment.baseSeq());
            // One that is gone is not in the chain any more, but for the first of all.
            boolean linked = start > 0
                    && index.subject(start - 1) == subject
                    && (segment.isLive(start - 1) || segment.baseSeq() + start - 1 == first);
            int entry = linked ? linked(index, start - 1) : index.find(subject, start);
            while (entry >= 0 && !segment.isLive(entry)) {
                entry = linked ? linked(index, entry) : index.find(subject, entry + 1);
            }
            if (entry >= 0) {
                return segment.baseSeq() + entry;
            }
        }
        return NONE;
    }

    private static int linked(SegmentIndex index, int entry) {
        int next = index.next(entry);
        return next == 0 ? -1 : next;
    }

    private long previous(int subject, long asked) {
        long upTo = absences.isEmpty() ? asked : absences.upTo(subject, asked);
        for (int i = Math.min(segments.at(upTo), segments.list().size() - 1); i >= 0; i--) {
            Segment segment = segments.list().get(i);
            if (segment.endSeq() < table.first(subject)) {
                return NONE;
            }
            SegmentIndex index = indexBack(segment, subject, upTo);
            if (segment.isSealed() && !index.has(subject)) {
                continue;
            }
            int entry = index.findBack(subject, (int) Math.min(segment.entries() - 1L, upTo - segment.baseSeq()));
            while (entry >= 0 && !segment.isLive(entry)) {
                entry = index.findBack(subject, entry - 1);
            }
            if (entry >= 0) {
                return segment.baseSeq() + entry;
            }
        }
        return NONE;
    }

    private SegmentIndex indexBack(Segment segment, int subject, long upTo) {
        try {
            return segments.index(segment);
        } catch (NotInMemoryException e) {
            absences.add(subject, segment.endSeq() + 1, upTo);
            throw e;
        }
    }

    /** Returns the next message that matches of so many, 0 if there is none, or minus the one to go on with. */
    private long lookThrough(SubjectFilter filter, long from, long messagesMax) {
        int known = SubjectTable.NONE;
        long seq = segments.next(from);
        for (long i = 0; i < messagesMax && seq != NONE; i++) {
            int subject = subjectOf(seq, filter, from);
            if (subject != known) {
                if (matches(filter, subject)) {
                    return seq;
                }
                known = subject;
            }
            seq = segments.next(seq + 1);
        }
        return -seq;
    }

    private int subjectOf(long seq, SubjectFilter filter, long from) {
        try {
            return subjectOf(seq);
        } catch (NotInMemoryException e) {
            absences.add(filter.text(), from, seq - 1);
            throw e;
        }
    }

    private int subjectOf(long seq) {
        Segment segment = segments.find(seq);
        return segment == null
                ? SegmentIndex.NO_SUBJECT
                : segments.index(segment).subject(segment.entry(seq));
    }

    /** Returns the subject of a message; empty if that was lost. */
    byte[] bytesOf(long seq) {
        int subject = subjectOf(seq);
        return subject == SegmentIndex.NO_SUBJECT ? new byte[0] : table.bytes(subject);
    }

    private boolean matches(SubjectFilter filter, int subject) {
        return subject != SegmentIndex.NO_SUBJECT && filter.matches(scratch, text(subject));
    }

    /** Gets the bytes of a subject; returns their length. */
    private int text(int subject) {
        if (table.length(subject) > scratch.length) {
            scratch = new byte[Math.max(table.length(subject), 2 * scratch.length)];
        }
        return table.copy(subject, scratch);
    }

    /** A walk through the subjects that a filter matches. */
    private final class Matches {
        private final SubjectFilter filter;
        private final byte[] after;
        private final SubjectCursor cursor;
        private int seen;

        Matches(SubjectFilter filter) {
            this(filter, new byte[0]);
        }

        Matches(SubjectFilter filter, byte[] after) {
            this.filter = filter;
            this.after = after;
            boolean later = Arrays.compareUnsigned(after, filter.prefix()) > 0;
            byte[] from = later ? after : filter.prefix();
            this.cursor = table.from(from, from.length);
        }

        int seen() {
            return seen;
        }

        int next() {
            return next(Integer.MAX_VALUE);
        }

        /** Returns the next one that matches, or none when so many have been seen in all. */
        int next(int seenMax) {
            while (seen < seenMax) {
                int subject = cursor.next();
                if (subject == SubjectTable.NONE) {
                    return SubjectTable.NONE;
                }
                seen++;
                int length = text(subject);
                if (!filter.startsLike(scratch, length)) {
                    seen--;
                    return SubjectTable.NONE;
                }
                boolean isAfter = after.length > 0 && Arrays.equals(scratch, 0, length, after, 0, after.length);
                if (!isAfter && filter.matches(scratch, length)) {
                    return subject;
                }
            }
            return SubjectTable.NONE;
        }
    }
}
