package dev.gannet.subject.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.subject.Subjects;
import java.util.Arrays;
import java.util.List;

/**
 * The source of a transform or mapping, as bytes: whose subjects it takes and where its wildcards stand.
 *
 * <p>It never changes, so any thread may ask.
 *
 * <p><b>Hot path:</b> {@link #matches} allocates nothing.
 */
final class SourcePattern {
    private static final byte[] ANY_TOKEN = {(byte) Subjects.ANY_TOKEN};
    private static final byte[] ANY_TOKENS = {(byte) Subjects.ANY_TOKENS};

    private final byte[][] tokens;
    private final byte[] literalStart; // Up to the first wildcard: most subjects differ there.
    private final int[] wildcards; // The indices of the tokens that are *.
    private final boolean hasAnyTokens;

    private SourcePattern(List<String> tokens) {
        this.tokens = tokens.stream().map(token -> token.getBytes(UTF_8)).toArray(byte[][]::new);
        int[] found = new int[tokens.size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (Arrays.equals(this.tokens[i], ANY_TOKEN)) {
                found[count++] = i;
            }
        }
        this.wildcards = Arrays.copyOf(found, count);
        this.hasAnyTokens = Arrays.equals(this.tokens[found.length - 1], ANY_TOKENS);
        int literals = count > 0 ? wildcards[0] : hasAnyTokens ? found.length - 1 : found.length;
        String start = String.join(".", tokens.subList(0, literals));
        this.literalStart = (literals == 0 || literals == found.length ? start : start + ".").getBytes(UTF_8);
    }

    /** {@code source} is a valid filter. */
    static SourcePattern of(String source) {
        return new SourcePattern(List.of(source.split("\\.", -1)));
    }

    boolean isLiteral() {
        return wildcards.length == 0 && !hasAnyTokens;
    }

    boolean hasAnyTokens() {
        return hasAnyTokens;
    }

    int tokenCount() {
        return tokens.length;
    }

    int wildcardCount() {
        return wildcards.length;
    }

    /** Returns which token is the wildcard of this number, the first of which is 1; of one that is none, the first. */
    int tokenOf(long wildcard) {
        return wildcard < 1 ? 0 : wildcards[(int) wildcard - 1];
    }

    /**
     * Returns whether it takes a subject. Wildcards in the subject count: what {@code *} stands for is taken by
     * {@code *} only, and {@code >} only by itself. Behind what {@code >} takes, tokens may be empty.
     */
    boolean matches(byte[] subject, int offset, int length) {
        int limit = offset + length;
        int startEnd = offset + literalStart.length;
        if (startEnd > limit || !Arrays.equals(literalStart, 0, literalStart.length, subject, offset, startEnd)) {
            return false;
        }
        if (isLiteral()) {
            return startEnd == limit;
        }
        int at = offset;
        for (byte[] token : tokens) {
            if (at > limit) {
                return false;
            }
            if (isOnly(token, Subjects.ANY_TOKENS)) {
                return true;
            }
            int to = tokenEnd(subject, at, limit);
            if (!takes(token, subject, at, to)) {
                return false;
            }
            at = to + 1;
        }
        return at > limit;
    }

    private static boolean takes(byte[] token, byte[] subject, int from, int to) {
        if (isOnly(token, Subjects.ANY_TOKEN)) {
            return to > from && (to - from > 1 || subject[from] != Subjects.ANY_TOKENS);
        }
        return Arrays.equals(token, 0, token.length, subject, from, to);
    }

    private static boolean isOnly(byte[] token, char wildcard) {
        return token.length == 1 && token[0] == wildcard;
    }

    private static int tokenEnd(byte[] subject, int from, int limit) {
        int at = from;
        while (at < limit && subject[at] != Subjects.SEPARATOR) {
            at++;
        }
        return at;
    }
}
