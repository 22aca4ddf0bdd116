package dev.gannet.subject;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * A set of filters for good, such as the ones that a user may publish to. They are compiled into a tree of tokens, so
 * that asking for a subject costs as much with hundreds of filters as with one.
 *
 * <p>It never changes, so any thread may ask.
 *
 * <p><b>Hot path:</b> {@link #matches} allocates nothing.
 */
public final class SubjectSet {
    private final List<String> filters;
    private final FilterNode root = new FilterNode(new byte[0]);

    private SubjectSet(List<String> filters) {
        this.filters = List.copyOf(filters);
        for (String filter : this.filters) {
            if (!Subjects.isValidFilter(filter)) {
                throw new IllegalArgumentException("filter: " + filter + " (expected: no empty token, > only as last)");
            }
            root.add(filter.getBytes(ISO_8859_1));
        }
    }

    /** Returns the set of these filters, which must be valid; of none, it is the set that matches nothing. */
    public static SubjectSet of(List<String> filters) {
        return new SubjectSet(filters);
    }

    /** Returns the filters as they were given. */
    public List<String> filters() {
        return filters;
    }

    public boolean isEmpty() {
        return filters.isEmpty();
    }

    /**
     * Returns whether some filter matches a subject, which is taken as text: {@code *} and {@code >} are tokens like
     * others. A subject with an empty token is matched by none (CP-163).
     */
    public boolean matches(byte[] subject, int offset, int length) {
        int limit = offset + length;
        return !hasEmptyToken(subject, offset, limit) && root.accepts(subject, offset, limit, false);
    }

    /** Returns whether some filter alone matches all that this valid filter matches. */
    public boolean covers(String filter) {
        byte[] bytes = filter.getBytes(ISO_8859_1);
        return !hasEmptyToken(bytes, 0, bytes.length) && root.accepts(bytes, 0, bytes.length, true);
    }

    /** Returns whether some filter and this valid one both match some literal subject. */
    public boolean collides(String filter) {
        for (String own : filters) {
            if (Subjects.collide(own, filter)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasEmptyToken(byte[] subject, int offset, int limit) {
        boolean empty = true;
        for (int i = offset; i < limit; i++) {
            boolean separator = subject[i] == Subjects.SEPARATOR;
            if (empty && separator) {
                return true;
            }
            empty = separator;
        }
        return empty;
    }
}
