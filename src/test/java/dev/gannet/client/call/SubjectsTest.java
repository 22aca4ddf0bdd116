package dev.gannet.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "a.b", "*", ">", "a.*.b", "a.>", "a*", "*.*", "a.>b", "", ".", "a.", ".a", "a..b", ">.a", "a.>.b",
                "a.>.>"
            })
    void shouldBeValidWhereTheServerTakesASubscription(String subject) {
        assertThat(Subjects.isValid(subject)).isEqualTo(dev.gannet.subject.Subjects.isValidFilter(subject));
    }

    @Test
    void shouldRefuseWhiteSpace() {
        assertThat(List.of("a b", "a.\t", " ", "a\n", "a\r.b")).noneMatch(Subjects::isValid);
        assertThat(Subjects.isQueue("two words")).isFalse();
        assertThat(Subjects.isQueue("workers")).isTrue();
    }

    @Test
    void shouldFindWhatWildcardsStandFor() {
        assertThat(Subjects.wildcards("a.*.b.*.>")).containsExactly(1, 3, 4);
        assertThat(Subjects.at("a.x.b.y.z.z", 1, false)).isEqualTo("x");
        assertThat(Subjects.at("a.x.b.y.z.z", 4, true)).isEqualTo("z.z");
        assertThat(Subjects.at("a.x", 1, false)).isEqualTo("x");
        assertThat(Subjects.at("a", 1, false)).isEmpty();
    }

    @Test
    void shouldTellLiteralsFromOthers() {
        assertThat(List.of("a", "a.b", "a*.b")).allMatch(Subjects::isLiteral);
        assertThat(List.of("a.*", ">", "a..b")).noneMatch(Subjects::isLiteral);
    }
}
