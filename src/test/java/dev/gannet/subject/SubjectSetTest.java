package dev.gannet.subject;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectSetTest {
    private static final String[] TOKENS = {"a", "b", "c", "a*", "*", ">", "orders", "\u00ff"};
    private static final int RUNS = 10;

    @Test
    void shouldMatchNothingWhenEmpty() {
        // given
        SubjectSet none = SubjectSet.of(List.of());

        // when, then
        assertThat(none.isEmpty()).isTrue();
        assertThat(matches(none, "a")).isFalse();
        assertThat(none.covers("a")).isFalse();
        assertThat(none.collides(">")).isFalse();
    }

    @Test
    void shouldTakeWildcardsInASubjectAsText() {
        // given
        SubjectSet set = SubjectSet.of(List.of("foo.*", "q.>"));

        // when, then: publishing to them is allowed by the reference too
        assertThat(matches(set, "foo.*")).isTrue();
        assertThat(matches(set, "foo.>")).isTrue();
        assertThat(matches(set, "q.>")).isTrue();
        assertThat(matches(set, "foo.>.x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b"})
    void shouldMatchNoSubjectWithAnEmptyToken(String subject) {
        // CP-163
        assertThat(matches(SubjectSet.of(List.of(">", "a.>", "*.*")), subject)).isFalse();
        assertThat(SubjectSet.of(List.of(">")).covers(subject)).isFalse();
    }

    @Test
    void shouldMatchPartOfALargerArray() {
        // given
        SubjectSet set = SubjectSet.of(List.of("b.*"));
        byte[] line = "PUB b.c 5".getBytes(ISO_8859_1);

        // when, then
        assertThat(set.matches(line, 4, 3)).isTrue();
        assertThat(set.matches(line, 4, 1)).isFalse();
    }

    @Test
    void shouldMatchALongSubjectWithoutAStackOfThatDepth() {
        // given
        String literal = ".a".repeat(1 << 15).substring(1);
        SubjectSet set = SubjectSet.of(List.of(literal, "*.b", "a.*.b", "a.a.*.b"));

        // when, then
        assertThat(matches(set, literal)).isTrue();
        assertThat(matches(set, literal + ".a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", ">.a"})
    void shouldRefuseAFilterThatIsNotValid(String filter) {
        assertThatThrownBy(() -> SubjectSet.of(List.of("a", filter))).isInstanceOf(IllegalArgumentException.class);
    }

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed != null ? LongStream.of(seed) : new SplittableRandom().longs(RUNS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAnswerAsItsFiltersOneByOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 300; run++) {
            // given any filters
            List<String> filters = new ArrayList<>();
            int count = random.nextInt(random.nextBoolean() ? 4 : 40);
            IntStream.range(0, count).forEach(i -> filters.add(filter(random)));
            SubjectSet set = SubjectSet.of(filters);
            String filter = filter(random);
            String subject = subject(random);

            // when, then
            String described = "seed " + seed + ", run " + run + ", " + filters + " on " + subject + " and " + filter;
            assertThat(matches(set, subject))
                    .as(described)
                    .isEqualTo(filters.stream().anyMatch(own -> Subjects.matches(own, subject)));
            assertThat(set.covers(filter))
                    .as(described)
                    .isEqualTo(filters.stream().anyMatch(own -> Subjects.isSubset(filter, own)));
            assertThat(set.collides(filter))
                    .as(described)
                    .isEqualTo(filters.stream().anyMatch(own -> Subjects.collide(filter, own)));
        }
    }

    @Test
    void shouldAllocateNothingForAMatch() {
        // given hundreds of filters
        List<String> filters = new ArrayList<>();
        IntStream.range(0, 500).forEach(i -> filters.addAll(List.of("a." + i + ".*", "a.*." + i, "b." + i)));
        SubjectSet set = SubjectSet.of(filters);
        byte[] subject = "a.499.x.y".getBytes(ISO_8859_1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        matchOften(set, subject);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        matchOften(set, subject);

        // then
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1024);
    }

    private static void matchOften(SubjectSet set, byte[] subject) {
        for (int i = 0; i < 100_000; i++) {
            if (set.matches(subject, 0, subject.length)) {
                throw new AssertionError("matched");
            }
        }
    }

    private static boolean matches(SubjectSet set, String subject) {
        byte[] bytes = subject.getBytes(ISO_8859_1);
        return set.matches(bytes, 0, bytes.length);
    }

    private static String filter(SplittableRandom random) {
        String filter = subject(random);
        while (!Subjects.isValidFilter(filter)) {
            filter = subject(random);
        }
        return filter;
    }

    private static String subject(SplittableRandom random) {
        StringBuilder subject = new StringBuilder(TOKENS[random.nextInt(TOKENS.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            subject.append('.').append(random.nextInt(30) == 0 ? "" : TOKENS[random.nextInt(TOKENS.length)]);
        }
        return subject.toString();
    }
}
