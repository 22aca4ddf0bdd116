package dev.gannet.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectPairTest {
    @ParameterizedTest // AC-39, AC-41, AC-70
    @CsvSource({
        "a.b, a.b, a.b, a.b",
        "a.b, c, a.b, c",
        "a.*, c.$1, a.x, c.x",
        "a.*.*, c.$2.d.$1, a.x.y, c.y.d.x",
        "a.*.*, {{wildcard(2)}}.{{ Wildcard( 1 ) }}, a.x.y, y.x",
        "*.a.*, b.*.*, x.a.y, b.x.y",
        "a.*.>, p.a.*.>, a.x.y.z, p.a.x.y.z",
        "a.>, >, a.b.c, b.c",
        ">, p.>, a, p.a",
        "a.*, c.$1.$1, a.x, c.x.x",
        "$a.*, $b.$1, $a.x, $b.x",
    })
    void shouldNameASubjectOnBothSides(String there, String here, String subjectThere, String subjectHere) {
        SubjectPair pair = new SubjectPair(there, here);

        assertThat(pair.here(subjectThere)).isEqualTo(subjectHere);
        assertThat(pair.there(subjectHere)).isEqualTo(subjectThere);
    }

    @ParameterizedTest // AC-38
    @CsvSource(
            nullValues = "-",
            value = {
                "a.*, c.$1, c.x, a.x",
                "a.*, c.$1, c.*, a.*",
                "a.*, c.$1, c.>, a.*",
                "a.*, c.$1, >, a.*",
                "a.*, c.$1, *.x, a.x",
                "a.*, c.$1, d.x, -",
                "a.*, c.$1, c.x.y, -",
                "a.*, c.$1, c, -",
                "a.>, p.a.>, p.a.b.*, a.b.*",
                "a.>, p.a.>, p.*, -",
                "a.>, p.a.>, p.>, a.>",
                "a.*.*, c.$2.$1, c.x.*, a.*.x",
                "a.b, c.d, *.d, a.b",
                "a.b, c.d, *.e, -",
            })
    void shouldFindWhatAFilterTakes(String there, String here, String filter, String expected) {
        assertThat(new SubjectPair(there, here).thereFilter(filter)).isEqualTo(expected);
    }

    @Test
    void shouldLeadFromAnySubjectToOneThatIsFixed() {
        SubjectPair pair = new SubjectPair("fixed", "any.*");

        assertThat(pair.there("any.thing")).isEqualTo("fixed");
        assertThat(pair.thereFilter("any.thing")).isEqualTo("fixed");
        assertThat(pair.thereFilter("other")).isNull();
        assertThat(pair.hereFilter()).isEqualTo("any.*");
    }

    @Test // nats-server counts places and not wildcards
    void shouldDoWithoutAWildcardThatHasNoPlace() {
        SubjectPair pair = new SubjectPair("a.*.*", "b.$1.$1");

        assertThat(pair.here("a.x.y")).isEqualTo("b.x.x");
        assertThat(pair.thereFilter("b.x.x")).isEqualTo("a.x.*");
    }

    @ParameterizedTest // AC-38: nats-server delivers b.x.x to who subscribes to b.x.y
    @CsvSource(
            nullValues = "-",
            value = {"b.x.x, a.x.*", "b.x.y, -", "b.x.*, a.x.*", "b.*.x, a.x.*", "b.*.*, a.*.*", "b.x.>, a.x.*"})
    void shouldTakeNothingWhereAWildcardWouldBeTwo(String filter, String expected) {
        assertThat(new SubjectPair("a.*.*", "b.$1.$1").thereFilter(filter)).isEqualTo(expected);
    }

    @Test
    void shouldRefuseAWildcardWithoutAPlace() {
        assertThatThrownBy(() -> new SubjectPair("a.*", "b.$1.$2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("import of a.* to b.$1.$2 (expected: the same wildcards)");
    }
}
