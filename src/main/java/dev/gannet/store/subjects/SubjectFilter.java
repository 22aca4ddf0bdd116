package dev.gannet.store.subjects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.subject.Subjects;
import java.util.Arrays;

/**
 * A filter as bytes, with what it says of the order of subjects: what all that it matches begins with. A subject is
 * taken as a literal. Never changes; any thread.
 */
public final class SubjectFilter {
    private final byte[] filter;
    private final byte[] prefix; // What stands before the first wildcard; the whole of a literal.
    private final boolean literal;

    private SubjectFilter(byte[] filter, int prefixLength) {
        this.filter = filter;
        this.prefix = Arrays.copyOf(filter, prefixLength);
        this.literal = prefixLength == filter.length;
    }

    /** Returns a filter, which must be valid. */
    public static SubjectFilter of(String filter) {
        byte[] bytes = filter.getBytes(ISO_8859_1);
        for (int from = 0; from < bytes.length; from = tokenEnd(bytes, from, bytes.length) + 1) {
            int end = tokenEnd(bytes, from, bytes.length);
            if (isOnly(bytes, from, end, Subjects.ANY_TOKEN) || isOnly(bytes, from, end, Subjects.ANY_TOKENS)) {
                return new SubjectFilter(bytes, from);
            }
        }
        return new SubjectFilter(bytes, bytes.length);
    }

    /** Returns whether it has no wildcard, and so matches one subject. */
    public boolean isLiteral() {
        return literal;
    }

    /** Returns whether it matches every subject. */
    public boolean isAll() {
        return isOnly(filter, 0, filter.length, Subjects.ANY_TOKENS);
    }

    /** Returns the bytes that each subject begins with that it matches; not to be changed. */
    public byte[] prefix() {
        return prefix;
    }

    /** Returns the filter as it is written. */
    public String text() {
        return new String(filter, ISO_8859_1);
    }

    public boolean startsLike(byte[] subject, int length) {
        return length >= prefix.length && Arrays.equals(subject, 0, prefix.length, prefix, 0, prefix.length);
    }

    public boolean matches(byte[] subject, int length) {
        int i = 0;
        int j = 0;
        while (j <= length) {
            if (i > filter.length) {
                return false;
            }
            int iEnd = tokenEnd(filter, i, filter.length);
            if (isOnly(filter, i, iEnd, Subjects.ANY_TOKENS)) {
                return true;
            }
            int jEnd = tokenEnd(subject, j, length);
            if (!isOnly(filter, i, iEnd, Subjects.ANY_TOKEN) && !Arrays.equals(filter, i, iEnd, subject, j, jEnd)) {
                return false;
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return i > filter.length;
    }

    private static int tokenEnd(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && bytes[at] != Subjects.SEPARATOR) {
            at++;
        }
        return at;
    }

    private static boolean isOnly(byte[] bytes, int from, int end, char wildcard) {
        return end - from == 1 && bytes[from] == wildcard;
    }
}
