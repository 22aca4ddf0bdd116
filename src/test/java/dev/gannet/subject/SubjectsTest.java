package dev.gannet.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {
    /** Every subject of up to three of these tokens; two letters are enough to tell equal tokens from others. */
    private static final List<String> FILTERS = subjects(List.of("a", "b", "*", ">"), 3).stream()
            .filter(Subjects::isValidFilter)
            .toList();

    /** Every subject of up to five tokens, wildcard characters included: in a literal they are text. */
    private static final List<String> LITERALS = subjects(List.of("a", "b", "c", "*", ">"), 5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.b",
                "*",
                ">",
                "a.*",
                "a.>",
                "*.>",
                "a>",
                "a.b*.c",
                "a.*b.>c",
                "\u00ff\u00fe",
                "a\fb",
                "\0"
            })
    void shouldTakeAFilterThatTheReferenceTakes(String filter) {
        // CP-112, CP-159, CP-160, CP-161
        assertThat(Subjects.isValidFilter(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", ">.a", "a.>.b", ">.>", "a.>."})
    void shouldRefuseAFilterThatTheReferenceRefuses(String filter) {
        // CP-112, CP-158, CP-160
        assertThat(Subjects.isValidFilter(filter)).isFalse();
        assertThat(Subjects.isValidConfigured(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a.\t", "a\n.b", "a\rb", "a\fb"})
    void shouldRefuseWhiteSpaceInAConfiguration(String filter) {
        // CP-162
        assertThat(Subjects.isValidConfigured(filter)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, true, true", "a.b*, true, true", "a>.b, true, true", "a..b, true, false", "a.*, false, false",
        "*.a, false, false", "a.*.b, false, false", "a.>, false, false", ">, false, false", ">.a, false, false"
    })
    void shouldCallLiteralWhatHasNoTokenThatIsAWildcard(String subject, boolean literal, boolean valid) {
        // CP-159, CP-160
        assertThat(Subjects.isLiteral(subject)).isEqualTo(literal);
        assertThat(Subjects.isValidLiteral(subject)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "a, 1", "a.b, 2", "a..b, 3", ". , 2", "a.b.c.>, 4"})
    void shouldCountTokens(String subject, int count) {
        assertThat(Subjects.tokenCount(subject)).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({
        "a.*, a.b, true",
        "a.*, a.*, true",
        "a.*, a.>, true",
        "a.>, a.*.b, true",
        "a.*.b, a.>.b, true",
        "a.b, a.*, false",
        "a.*, a, false",
        "a.>, a, false",
        "a.*, a.b.c, false",
        "*a, ba, false",
        "a*, a*, true",
        "a*, ab, false",
        ">, a..b, false",
        ">, .a, false",
        ">, a., false",
        ">, ., false",
        "*, '', false",
        "foo.*.baz, foo..baz, false"
    })
    void shouldMatchALiteral(String filter, String literal, boolean matches) {
        // CP-159, CP-160, CP-163
        assertThat(Subjects.matches(filter, literal)).isEqualTo(matches);
    }

    @Test
    void shouldAgreeWithTheLiteralsOnSubsetsAndCollisions() {
        // given every pair of short filters
        for (String one : FILTERS) {
            for (String other : FILTERS) {
                // when every literal is asked whether both match it
                boolean subset = true;
                boolean collide = false;
                for (String literal : LITERALS) {
                    boolean byOne = Subjects.matches(one, literal);
                    boolean byOther = Subjects.matches(other, literal);
                    subset &= !byOne || byOther;
                    collide |= byOne && byOther;
                }

                // then the filters alone give the same answer
                assertThat(Subjects.isSubset(one, other))
                        .as("%s subset of %s", one, other)
                        .isEqualTo(subset);
                assertThat(Subjects.collide(one, other))
                        .as("%s with %s", one, other)
                        .isEqualTo(collide);
            }
        }
    }

    private static List<String> subjects(List<String> tokens, int countMax) {
        List<String> all = new ArrayList<>(tokens);
        int from = 0;
        for (int count = 2; count <= countMax; count++) {
            int to = all.size();
            for (String start : List.copyOf(all.subList(from, to))) {
                tokens.forEach(token -> all.add(start + "." + token));
            }
            from = to;
        }
        return all;
    }
}
