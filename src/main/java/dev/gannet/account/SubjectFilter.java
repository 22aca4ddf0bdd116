package dev.gannet.account;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One subject of a permission, with or without wildcards, as bytes.
 *
 * <p>What it is compared with may itself have wildcards: then {@code *} and {@code >} are ordinary tokens, which is
 * how nats-server looks up a subscription in a list of permissions. {@code foo.*} so {@linkplain #matches matches}
 * {@code foo.>} without {@linkplain #covers covering} it.
 *
 * <p><b>Hot path:</b> {@link #matches} allocates nothing.
 */
final class SubjectFilter {
    private final byte[] bytes;
    private final boolean endsOpen;

    /** {@code subject} is valid: no empty token, no white space. */
    SubjectFilter(String subject) {
        this.bytes = subject.getBytes(UTF_8);
        this.endsOpen = isFullWildcard(bytes, lastToken(bytes, 0, bytes.length), bytes.length);
    }

    /** Returns whether each token of the subject is matched by one of the filter; the subject has no empty token. */
    boolean matches(byte[] subject, int offset, int length) {
        int end = offset + length;
        int s = offset;
        int f = 0;
        while (true) {
            if (isFullWildcard(bytes, f, bytes.length)) {
                return true;
            }
            int subjectToken = tokenEnd(subject, s, end);
            int filterToken = tokenEnd(bytes, f, bytes.length);
            boolean anyToken = isWildcard(bytes, f, filterToken) && subjectToken > s;
            if (!anyToken && !sameBytes(subject, s, subjectToken, f, filterToken)) {
                return false;
            }
            if (subjectToken == end || filterToken == bytes.length) {
                return subjectToken == end && filterToken == bytes.length;
            }
            s = subjectToken + 1;
            f = filterToken + 1;
        }
    }

    /** Returns whether every subject that {@code filter} matches is matched by this one. */
    boolean covers(byte[] filter) {
        int last = lastToken(filter, 0, filter.length);
        return matches(filter, 0, filter.length) && (endsOpen || !isFullWildcard(filter, last, filter.length));
    }

    /** Returns whether there is a subject that both match. */
    boolean collides(byte[] filter) {
        int g = 0;
        int f = 0;
        while (true) {
            if (isFullWildcard(filter, g, filter.length) || isFullWildcard(bytes, f, bytes.length)) {
                return true;
            }
            int otherToken = tokenEnd(filter, g, filter.length);
            int ownToken = tokenEnd(bytes, f, bytes.length);
            if (!isWildcard(filter, g, otherToken)
                    && !isWildcard(bytes, f, ownToken)
                    && !sameBytes(filter, g, otherToken, f, ownToken)) {
                return false;
            }
            if (otherToken == filter.length || ownToken == bytes.length) {
                return otherToken == filter.length && ownToken == bytes.length;
            }
            g = otherToken + 1;
            f = ownToken + 1;
        }
    }

    /** Returns whether {@code subject} has a token of no bytes; nothing matches such a subject. */
    static boolean hasEmptyToken(byte[] subject, int offset, int length) {
        int end = offset + length;
        boolean atStart = true;
        for (int i = offset; i < end; i++) {
            boolean separator = subject[i] == '.';
            if (separator && atStart) {
                return true;
            }
            atStart = separator;
        }
        return atStart;
    }

    static boolean hasWildcard(byte[] filter) {
        int token = 0;
        while (token <= filter.length) {
            int end = tokenEnd(filter, token, filter.length);
            if (isWildcard(filter, token, end) || isFullWildcard(filter, token, filter.length)) {
                return true;
            }
            token = end + 1;
        }
        return false;
    }

    private boolean sameBytes(byte[] subject, int from, int to, int ownFrom, int ownTo) {
        if (to - from != ownTo - ownFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (subject[from + i] != bytes[ownFrom + i]) {
                return false;
            }
        }
        return true;
    }

    private static int tokenEnd(byte[] subject, int from, int end) {
        int i = from;
        while (i < end && subject[i] != '.') {
            i++;
        }
        return i;
    }

    private static int lastToken(byte[] subject, int offset, int length) {
        int i = offset + length;
        while (i > offset && subject[i - 1] != '.') {
            i--;
        }
        return i;
    }

    private static boolean isWildcard(byte[] filter, int from, int to) {
        return to - from == 1 && filter[from] == '*';
    }

    /** Returns whether the token at {@code from} is {@code >} and the last one. */
    private static boolean isFullWildcard(byte[] filter, int from, int end) {
        return end - from == 1 && filter[from] == '>';
    }

    @Override
    public String toString() {
        return new String(bytes, UTF_8);
    }
}
