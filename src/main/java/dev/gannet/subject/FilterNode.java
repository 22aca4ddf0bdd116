package dev.gannet.subject;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One token of the filters in a {@link SubjectSet}. It is changed only while the set is made. */
final class FilterNode {
    private static final int CAPACITY_MIN = 2;

    private final byte[] token;
    private @Nullable FilterNode[] literals = new @Nullable FilterNode[CAPACITY_MIN]; // At most half full.
    private int literalCount;
    private @Nullable FilterNode anyToken;
    private boolean anyTokens; // A filter goes on with ANY_TOKENS here.
    private boolean end; // A filter ends here.

    FilterNode(byte[] token) {
        this.token = token;
    }

    /** Adds the branch of a valid filter below this node. */
    void add(byte[] filter) {
        FilterNode node = this;
        for (int from = 0; from <= filter.length; ) {
            int to = tokenEnd(filter, from, filter.length);
            if (isOnly(filter, from, to, Subjects.ANY_TOKENS)) {
                node.anyTokens = true;
                return;
            }
            node = node.branch(filter, from, to);
            from = to + 1;
        }
        node.end = true;
    }

    /**
     * Returns whether a filter below this node matches the tokens in {@code [from, limit)}; where {@code wildcards}
     * count in them, whether it matches all that they do. It calls itself only where a filter has a wildcard and another
     * one the token itself: as deep as filters branch, however long the subject is.
     */
    boolean accepts(byte[] subject, int from, int limit, boolean wildcards) {
        FilterNode node = this;
        for (int at = from; at <= limit; ) {
            if (node.anyTokens) {
                return true;
            }
            int to = tokenEnd(subject, at, limit);
            if (wildcards && isOnly(subject, at, to, Subjects.ANY_TOKENS)) {
                return false;
            }
            boolean anyOnly = wildcards && isOnly(subject, at, to, Subjects.ANY_TOKEN);
            FilterNode literal = anyOnly ? null : node.literal(subject, at, to);
            FilterNode any = node.anyToken;
            if (literal != null && any != null && any.accepts(subject, to + 1, limit, wildcards)) {
                return true;
            }
            node = literal != null ? literal : any;
            if (node == null) {
                return false;
            }
            at = to + 1;
        }
        return node.end;
    }

    /** Returns where the token from {@code from} on ends: at a separator or at {@code limit}. */
    static int tokenEnd(byte[] subject, int from, int limit) {
        int at = from;
        while (at < limit && subject[at] != Subjects.SEPARATOR) {
            at++;
        }
        return at;
    }

    private static boolean isOnly(byte[] subject, int from, int to, char wildcard) {
        return to - from == 1 && subject[from] == wildcard;
    }

    private FilterNode branch(byte[] filter, int from, int to) {
        if (isOnly(filter, from, to, Subjects.ANY_TOKEN)) {
            FilterNode any = anyToken == null ? new FilterNode(Arrays.copyOfRange(filter, from, to)) : anyToken;
            anyToken = any;
            return any;
        }
        FilterNode known = literal(filter, from, to);
        if (known != null) {
            return known;
        }
        if (2 * (literalCount + 1) > literals.length) {
            grow();
        }
        FilterNode literal = new FilterNode(Arrays.copyOfRange(filter, from, to));
        put(literal);
        literalCount++;
        return literal;
    }

    private @Nullable FilterNode literal(byte[] subject, int from, int to) {
        int mask = literals.length - 1;
        int slot = hash(subject, from, to) & mask;
        FilterNode node = literals[slot];
        while (node != null && !Arrays.equals(node.token, 0, node.token.length, subject, from, to)) {
            slot = (slot + 1) & mask;
            node = literals[slot];
        }
        return node;
    }

    private void grow() {
        @Nullable FilterNode[] before = literals;
        literals = new @Nullable FilterNode[2 * before.length];
        for (FilterNode node : before) {
            if (node != null) {
                put(node);
            }
        }
    }

    private void put(FilterNode literal) {
        int mask = literals.length - 1;
        int slot = hash(literal.token, 0, literal.token.length) & mask;
        while (literals[slot] != null) {
            slot = (slot + 1) & mask;
        }
        literals[slot] = literal;
    }

    private static int hash(byte[] subject, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + subject[i];
        }
        return hash ^ hash >>> 16;
    }
}
