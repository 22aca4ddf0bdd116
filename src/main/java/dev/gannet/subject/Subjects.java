package dev.gannet.subject;

/**
 * What a subject is: its tokens, its wildcards, whether it is valid and what it matches. Pure functions.
 *
 * <p>A subject is tokens with dots between them. A token that is just {@code *} stands for one token, a last token
 * that is just {@code >} for one or more; {@code foo*} and {@code foo>} are ordinary text (CP-158 to CP-160). Texts
 * are ISO-8859-1 strings, one char for each byte of the wire.
 *
 * <p>A <em>filter</em> may have wildcards. In a <em>literal</em>, which is what messages are published to, wildcards
 * are text: {@code foo.*} is matched by {@code foo.*} and by {@code foo.>}, not because it means them but because its
 * last token is a token. A subject with an empty token neither matches nor is matched (CP-163).
 *
 * <p><b>Hot path:</b> nothing here allocates.
 */
public final class Subjects {
    /** Stands between tokens. */
    public static final char SEPARATOR = '.';

    /** As a whole token: any one token. */
    public static final char ANY_TOKEN = '*';

    /** As the whole last token: one or more tokens. */
    public static final char ANY_TOKENS = '>';

    private Subjects() {}

    /** Returns whether a client may subscribe to it: no token is empty and {@code >} is only the last (CP-112). */
    public static boolean isValidFilter(String subject) {
        int length = subject.length();
        for (int from = 0; from <= length; ) {
            int end = tokenEnd(subject, from);
            if (end == from) {
                return false;
            }
            if (end < length && isOnly(subject, from, end, ANY_TOKENS)) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    /** Returns whether it may stand in a configuration: a valid filter without white space (CP-162). */
    public static boolean isValidConfigured(String subject) {
        for (int i = 0; i < subject.length(); i++) {
            char c = subject.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                return false;
            }
        }
        return isValidFilter(subject);
    }

    /** Returns whether the server itself may publish to it: a valid subject without wildcards and white space. */
    public static boolean isPublishable(String subject) {
        return isLiteral(subject) && isValidConfigured(subject);
    }

    /** Returns whether no token is empty and none is a wildcard: what a pedantic connection may publish to. */
    public static boolean isValidLiteral(String subject) {
        return isLiteral(subject) && isValidFilter(subject);
    }

    /** Returns whether no token is a wildcard, wherever it stands. */
    public static boolean isLiteral(String subject) {
        int length = subject.length();
        for (int from = 0; from < length; ) {
            int end = tokenEnd(subject, from);
            if (isOnly(subject, from, end, ANY_TOKEN) || isOnly(subject, from, end, ANY_TOKENS)) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    /** Returns how many tokens it has, empty ones included; zero for the empty text. */
    public static int tokenCount(String subject) {
        int length = subject.length();
        if (length == 0) {
            return 0;
        }
        int count = 1;
        for (int i = 0; i < length; i++) {
            if (subject.charAt(i) == SEPARATOR) {
                count++;
            }
        }
        return count;
    }

    /** Returns whether a message published to {@code literal} is for a subscription to the valid {@code filter}. */
    public static boolean matches(String filter, String literal) {
        return accepts(filter, literal, false);
    }

    /** Returns whether all that the valid {@code filter} matches is matched by the valid filter {@code of} too. */
    public static boolean isSubset(String filter, String of) {
        return accepts(of, filter, true);
    }

    /** Returns whether some literal subject is matched by both of these valid filters. */
    public static boolean collide(String one, String other) {
        int i = 0;
        int j = 0;
        while (i <= one.length() && j <= other.length()) {
            int iEnd = tokenEnd(one, i);
            int jEnd = tokenEnd(other, j);
            if (iEnd == i || jEnd == j) {
                return false;
            }
            if (isOnly(one, i, iEnd, ANY_TOKENS) || isOnly(other, j, jEnd, ANY_TOKENS)) {
                return true;
            }
            boolean any = isOnly(one, i, iEnd, ANY_TOKEN) || isOnly(other, j, jEnd, ANY_TOKEN);
            if (!any && (iEnd - i != jEnd - j || !one.regionMatches(i, other, j, iEnd - i))) {
                return false;
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return i > one.length() && j > other.length();
    }

    /** Walks both; where {@code wildcards} count in {@code subject}, a token of the filter must be at least as wide. */
    private static boolean accepts(String filter, String subject, boolean wildcards) {
        int i = 0;
        int j = 0;
        while (j <= subject.length()) {
            int jEnd = tokenEnd(subject, j);
            if (jEnd == j || i > filter.length()) {
                return false;
            }
            int iEnd = tokenEnd(filter, i);
            if (isOnly(filter, i, iEnd, ANY_TOKENS)) {
                return !hasEmptyToken(subject, j);
            }
            if (wildcards && isOnly(subject, j, jEnd, ANY_TOKENS)) {
                return false;
            }
            boolean any = isOnly(filter, i, iEnd, ANY_TOKEN);
            if (!any && (iEnd - i != jEnd - j || !filter.regionMatches(i, subject, j, iEnd - i))) {
                return false;
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return i > filter.length();
    }

    private static boolean hasEmptyToken(String subject, int from) {
        for (int at = from; at <= subject.length(); ) {
            int end = tokenEnd(subject, at);
            if (end == at) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private static int tokenEnd(String subject, int from) {
        int end = subject.indexOf(SEPARATOR, from);
        return end < 0 ? subject.length() : end;
    }

    private static boolean isOnly(String subject, int from, int end, char wildcard) {
        return end - from == 1 && subject.charAt(from) == wildcard;
    }
}
