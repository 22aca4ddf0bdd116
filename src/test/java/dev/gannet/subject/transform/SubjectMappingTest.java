package dev.gannet.subject.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where two texts are compared, the second is what nats-server 2.15.2 does, seen from outside. */
class SubjectMappingTest {
    private static final RandomInts FIRST = bound -> 0;
    private static final String LOST = "lost";

    /** Destinations are written {@code subject=weight}, with {@code @cluster} behind it. The server is in "mine". */
    @ParameterizedTest
    @CsvSource({
        "foo, bar=40, 'bar 40, foo 60'",
        "foo.*, bar.$1=40 baz.$1=10, 'bar.x 40, baz.x 10, foo.x 50'",
        "foo, a=60 b=40, 'a 60, b 40'",
        "foo, a=0, foo 100",
        "foo, a=100 b=0, a 100",
        "foo, '', foo 100",
        "foo, foo=20, 'foo 20, lost 80'",
        "foo.>, foo.>=50, 'foo.x 50, lost 50'",
        "foo.*, foo.$1=50, foo.x 100",
        "foo, a=100@other, foo 100",
        "foo, a=100@mine b=100, a 100",
        "foo, a=30@mine b=100, 'a 30, foo 70'",
        "foo, a=30@mine b=70@mine c=10@other d=10, 'a 30, b 70'",
        "foo, foo=30@mine, 'foo 30, lost 70'",
        "foo, foo=30@other, lost 100",
        "foo, a=60 b=41@x, 'a 60, foo 40'",
        "foo, =30 a=10, 'a 10, foo 60, lost 30'", // The reference ends with an error at the first message.
    })
    void shouldGiveEachDestinationItsShare(String source, String destinations, String shares)
            throws TransformException {
        // AC-72, AC-73
        SubjectMapping mapping = SubjectMapping.of(source, destinations(destinations), "mine");

        // when each number of a hundred is drawn once
        Map<String, Integer> counts = new TreeMap<>();
        byte[] subject = source.replace("*", "x").replace(">", "x").getBytes(UTF_8);
        for (int i = 0; i < 100; i++) {
            counts.merge(drawn(mapping, subject, i), 1, Integer::sum);
        }

        // then
        assertThat(mapping.matches(subject, 0, subject.length)).isTrue();
        assertThat(String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList()))
                .isEqualTo(sorted(shares));
        assertThat(mapping.isConstant()).isEqualTo(counts.size() == 1 && !destinations.equals("foo.$1=50"));
    }

    @ParameterizedTest
    @CsvSource({
        "foo, bar=40, bar 40 ; foo 100",
        "foo.*, bar.$1=40 baz.$1=10, baz.$1 10 ; bar.$1 50 ; foo.$1 100",
        "foo, foo=20, foo 20",
        "foo, a=100 b=0, b 0 ; a 100",
        "foo, a=100@other, foo 100 ; a 100 other",
        "foo, a=30@mine b=100, b 100 ; a 30 mine ; foo 100 mine",
        "foo, foo=30@other, foo 30 other",
        "foo.*, foo.$1=50, foo.$1 50 ; foo.$1 100",
    })
    void shouldShowWhatTheReferenceShows(String source, String destinations, String shown) throws TransformException {
        // MO-84, given
        SubjectMapping mapping = SubjectMapping.of(source, destinations(destinations), "mine");

        // when, then
        assertThat(String.join(
                        " ; ",
                        mapping.shown().stream()
                                .map(each -> (each.subject() + " " + each.weight() + " " + each.cluster()).strip())
                                .toList()))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "foo, a=60 a=40, 'duplicate entry for \"a\"'",
        "foo, a=60@x a=40, 'duplicate entry for \"a\"'",
        "foo, a=60 b=41, total weight needs to be <= 100",
        "foo, a=101, individual weights need to be <= 100",
        "foo, a.$1=1, invalid mapping destination: wildcard index out of range in $1",
        "foo.$5, bar=50, invalid mapping destination: wildcard index out of range in $5",
        "foo.$5, bar=50@x, invalid mapping destination: wildcard index out of range in $5",
        "foo.*, foo.*=50, invalid subject",
        "foo..bar, bar=50, invalid subject",
        "foo bar, bar=50, invalid subject",
    })
    void shouldRefuseWhatTheReferenceRefuses(String source, String destinations, String problem) {
        // AC-75
        List<WeightedDestination> given = destinations(destinations);
        assertThat(SubjectMapping.problem(source, given)).isEqualTo(problem);
        assertThatThrownBy(() -> SubjectMapping.of(source, given, ""))
                .isInstanceOf(TransformException.class)
                .hasMessage(problem);
    }

    @Test
    void shouldNotBeConstantWhereTheDestinationIsRandom() throws TransformException {
        assertThat(SubjectMapping.of("a.*", destinations("b.{{random(3)}}=100"), "")
                        .isConstant())
                .isFalse();
        assertThat(SubjectMapping.of("a.*", destinations("b.{{partition(3,1)}}=100"), "")
                        .isConstant())
                .isTrue();
    }

    @Test
    void shouldAskForChanceOnlyWhereThereIsAChoice() throws TransformException {
        // given
        RandomInts none = bound -> {
            throw new AssertionError("asked for a number below " + bound);
        };

        // when, then
        assertThat(SubjectMapping.of("a", destinations("b=100"), "").draw(none)).isNotNull();
        assertThat(SubjectMapping.of("a", destinations("a=0"), "").draw(none)).isNull();
    }

    /** Chi square with 3 degrees of freedom: a value above 36 comes once in ten million runs. */
    @Test
    void shouldDrawByWeight() throws TransformException {
        // given
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        SubjectMapping mapping = SubjectMapping.of("foo", destinations("a=10 b=40 c=30"), "");
        int draws = 100_000;
        double[] weights = {0.10, 0.40, 0.30, 0.20};
        List<String> subjects = List.of("a", "b", "c", "foo");
        int[] counts = new int[subjects.size()];

        // when
        for (int i = 0; i < draws; i++) {
            SubjectTransform drawn = mapping.draw(random::nextInt);
            counts[subjects.indexOf(drawn == null ? LOST : drawn.destination())]++;
        }

        // then
        double chiSquare = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = weights[i] * draws;
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        assertThat(chiSquare).as("seed %d: %s", seed, Arrays.toString(counts)).isLessThan(36);
    }

    @Test
    void shouldFindTheFirstMappingThatMatches() throws TransformException {
        // AC-71: in the reference chance decides, since it forgets the order of its configuration
        SubjectMappings mappings = mappings("a.b one", "a.* two.$1", "a.> three.>", "a.c four", "b bb");

        // when, then
        assertThat(found(mappings, "a.b")).isEqualTo("one");
        assertThat(found(mappings, "a.c")).isEqualTo("two.c");
        assertThat(found(mappings, "a.b.c")).isEqualTo("three.b.c");
        assertThat(found(mappings, "b")).isEqualTo("bb");
        assertThat(found(mappings, "c")).isEqualTo("no mapping");
        assertThat(found(mappings, "a")).isEqualTo("no mapping");
    }

    @Test
    void shouldReplaceAMappingOfTheSameSource() throws TransformException {
        // given
        SubjectMappings mappings = mappings("a one", "b two", "a three");

        // when, then
        assertThat(found(mappings, "b")).isEqualTo("two");
        assertThat(found(mappings, "a")).isEqualTo("three");
    }

    @Test
    void shouldBeNothingWithoutMappings() {
        assertThat(SubjectMappings.of(List.of())).isNull();
    }

    @Test
    void shouldAllocateNothing() throws TransformException {
        // given
        SubjectMappings mappings = mappings("x.* y.$1", "a.*.b.* c.$2.{{split(1,-)}}", "> all.>");
        byte[] subject = "a.one-two.b.three".getBytes(UTF_8);
        TransformBuffer buffer = new TransformBuffer();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        map(mappings, subject, buffer, rounds);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        int length = map(mappings, subject, buffer, rounds);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat(length).isEqualTo(rounds * "c.three.one.two".length());
        assertThat((double) allocated / rounds).as("bytes per message").isLessThan(1);
    }

    private static int map(SubjectMappings mappings, byte[] subject, TransformBuffer buffer, int rounds) {
        int length = 0;
        for (int i = 0; i < rounds; i++) {
            SubjectMapping mapping = mappings.find(subject, 0, subject.length);
            SubjectTransform transform = mapping == null ? null : mapping.draw(FIRST);
            if (transform != null) {
                transform.apply(subject, 0, subject.length, FIRST, buffer);
                length += buffer.length();
            }
        }
        return length;
    }

    private static String drawn(SubjectMapping mapping, byte[] subject, int number) {
        SubjectTransform transform = mapping.draw(bound -> number);
        return transform == null ? LOST : new String(transform.apply(subject, FIRST), UTF_8);
    }

    private static String found(SubjectMappings mappings, String subject) {
        byte[] bytes = subject.getBytes(UTF_8);
        SubjectMapping mapping = mappings.find(bytes, 0, bytes.length);
        return mapping == null ? "no mapping" : drawn(mapping, bytes, 0);
    }

    private static SubjectMappings mappings(String... pairs) throws TransformException {
        SubjectMapping[] made = new SubjectMapping[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            String[] pair = pairs[i].split(" ", 2);
            made[i] = SubjectMapping.of(pair[0], List.of(new WeightedDestination(pair[1], 100, "")), "");
        }
        return requireNonNull(SubjectMappings.of(List.of(made)));
    }

    private static List<WeightedDestination> destinations(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(each -> !each.isEmpty())
                .map(each -> each.split("[=@]", -1))
                .map(parts ->
                        new WeightedDestination(parts[0], Integer.parseInt(parts[1]), parts.length > 2 ? parts[2] : ""))
                .toList();
    }

    private static String sorted(String shares) {
        return String.join(", ", Arrays.stream(shares.split(", ", -1)).sorted().toList());
    }
}
