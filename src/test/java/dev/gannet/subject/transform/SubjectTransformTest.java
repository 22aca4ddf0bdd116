package dev.gannet.subject.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SubjectTransformTest {
    private static final RandomInts FIRST = bound -> 0;

    static List<Recorded> results() {
        return Recorded.results();
    }

    static List<Recorded> errors() {
        return Recorded.errors();
    }

    @ParameterizedTest
    @MethodSource("results")
    void shouldMakeTheSubjectThatTheReferenceMakes(Recorded recorded) throws TransformException {
        // AC-59, AC-60, AC-61, AC-62, AC-63, AC-64, AC-65, AC-66, AC-67, AC-68, given
        SubjectTransform transform = SubjectTransform.forMapping(recorded.source(), recorded.destination());
        byte[] subject = recorded.subject();

        // when
        boolean matches = transform.matches(subject, 0, subject.length);

        // then
        assertThat(matches).isEqualTo(recorded.isMapped());
        if (matches) {
            byte[] mapped = transform.apply(subject, FIRST);
            assertThat(text(mapped)).isEqualTo(text(recorded.mapped()));
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldRefuseWhatTheReferenceRefuses(Recorded recorded) {
        // AC-69
        assertThatThrownBy(() -> SubjectTransform.forMapping(recorded.source(), recorded.destination()))
                .isInstanceOf(TransformException.class)
                .hasMessage(recorded.error());
    }

    @Test
    void shouldHaveRecordedEnough() {
        assertThat(results()).hasSizeGreaterThan(200);
        assertThat(errors()).hasSizeGreaterThan(100);
    }

    @Test
    void shouldApplyToAPartOfALargerArrayIntoABufferThatIsUsedAgain() throws TransformException {
        // given
        SubjectTransform transform = SubjectTransform.of("a.*.>", "b.{{sliceFromLeft(1,1)}}.{{partition(9)}}.>");
        TransformBuffer buffer = new TransformBuffer();
        String longToken = "x".repeat(1000);

        // when, then
        assertThat(applied(transform, "PUB a.xyz.u.v 5", 4, 9, buffer)).isEqualTo("b.x.y.z.3.u.v");
        assertThat(applied(transform, "a." + longToken + ".u", 0, 1004, buffer))
                .startsWith("b.x.x.x.")
                .endsWith(".u")
                .hasSize(2 + 1999 + 1 + 1 + 2);
        assertThat(applied(transform, "PUB a.xyz.u.v 5", 4, 9, buffer)).isEqualTo("b.x.y.z.3.u.v");
    }

    @Test
    void shouldTakeSubjectsWithManyTokens() throws TransformException {
        // given more tokens than the buffer begins with
        SubjectTransform transform = SubjectTransform.of("a.>", "b.>");
        String rest = "t.".repeat(500) + "end";

        // when, then
        assertThat(text(transform.apply(("a." + rest).getBytes(UTF_8), FIRST))).isEqualTo("b." + rest);
    }

    @Test
    void shouldTakeEverythingWithoutASource() throws TransformException {
        // given, as in the configuration of streams
        SubjectTransform transform = SubjectTransform.of("", "all.>");

        // when, then
        assertThat(transform.source()).isEqualTo(">");
        assertThat(text(transform.apply("x.y".getBytes(UTF_8), FIRST))).isEqualTo("all.x.y");
    }

    @Test
    void shouldHashALiteralSubject() throws TransformException {
        // given: the reference hashes no text at all where such a mapping is asked first, and else this too
        SubjectTransform transform = SubjectTransform.of("lit", "p.{{partition(7)}}");

        // when, then
        assertThat(text(transform.apply("lit".getBytes(UTF_8), FIRST))).isEqualTo("p.4");
    }

    @Test
    void shouldDrawARandomTokenForEachMessage() throws TransformException {
        // AC-62, given
        SubjectTransform transform = SubjectTransform.of("a.*", "{{random(10)}}.{{random(-3)}}.$1");
        List<Integer> bounds = new ArrayList<>();
        RandomInts last = bound -> {
            bounds.add(bound);
            return bound - 1;
        };

        // when
        byte[] made = transform.apply("a.x".getBytes(UTF_8), last);

        // then
        assertThat(text(made)).isEqualTo("9.2.x");
        assertThat(bounds).containsExactly(10, 3);
        assertThat(transform.isRandom()).isTrue();
        assertThat(SubjectTransform.of("a.*", "{{partition(10,1)}}").isRandom()).isFalse();
    }

    @Test
    void shouldTellAnInvalidSubjectWhereOnlyTheTransformIsAskedFor() {
        // given destinations that a mapping refuses with another text
        for (String destination : List.of("", "b..c", "b.>.c", "b.*")) {
            assertThatThrownBy(() -> SubjectTransform.of("a.*", destination)).hasMessage("invalid subject");
        }
    }

    /** What the reference delivered in an account that exports {@code >} to one that imports with {@code to}. */
    @ParameterizedTest
    @CsvSource({
        "a.*, b.*, b.1, a.1",
        "a.*.*, b.$2.$1, b.1.2, a.2.1",
        "a.*.*, b.$1.$2.x, b.1.2.x, a.1.2",
        "a.*, b.{{wildcard(1)}}, b.1, a.1",
        "a.*.>, b.$1.>, b.1.2.3, a.1.2.3",
        "a.>, b.>, b.1.2, a.1.2",
        "a.*.*, b.*.*, b.1.2, a.1.2",
        "a.*.*, b.*.$1, b.1.2, a.1.1",
        "a.*.*, $2.$1, 1.2, a.2.1",
        "a.*.*.*, b.$2.$3.$1, b.1.2.3, a.2.3.1",
        "a.*.*.*, b.$3.$1.$2, b.1.2.3, a.3.1.2",
        "a.*, b.$1.$1, b.1.2, a.*",
        "a, b, b, a",
        "a, b.*, b.1, a",
        "a.*, a.*, a.1, a.1",
        "a.$1, b, b, a.$1",
        "a, b.$1, b.$1, a",
    })
    void shouldMakeTheSubjectThatAServiceImportAsks(String subject, String to, String asked, String answered)
            throws TransformException {
        // AC-41, AC-70, given
        SubjectTransform transform = SubjectTransform.ofServiceImport(subject, to);
        byte[] bytes = asked.getBytes(UTF_8);

        // when, then
        assertThat(transform.matches(bytes, 0, bytes.length)).isTrue();
        assertThat(text(transform.apply(bytes, FIRST))).isEqualTo(answered);
    }

    @Test
    void shouldReverse() throws TransformException {
        // AC-70, given
        SubjectTransform transform = SubjectTransform.reversible("a.*.*.>", "b.$2.{{wildcard(1)}}.>");

        // when
        SubjectTransform reverse = requireNonNull(transform.reverse());

        // then
        assertThat(reverse.toString()).isEqualTo("b.*.*.> -> a.$2.{{wildcard(1)}}.>");
        byte[] made = transform.apply("a.x.y.z".getBytes(UTF_8), FIRST);
        assertThat(text(reverse.apply(made, FIRST))).isEqualTo("a.x.y.z");
    }

    @Test
    void shouldReverseNothingWhereAWildcardIsUsedTwice() throws TransformException {
        assertThat(SubjectTransform.reversible("a.*", "b.$1.$1").reverse()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'b.{{partition(1,1)}}', a.*, 'the only mapping function allowed for import transforms is {{Wildcard()}}"
                + " in {{partition(1,1)}}'",
        "'b.{{left(1,1)}}', a.*, 'the only mapping function allowed for import transforms is {{Wildcard()}}"
                + " in {{left(1,1)}}'",
        "b.$1, a.*.*, not using all of the token wildcard(s) in b.$1",
        "b, a.*, not using all of the token wildcard(s) in b",
        "b.$2, a.*, wildcard index out of range in $2: [2]",
        "b.$1x, a.*, not using all of the token wildcard(s) in b.$1x",
        "b.>, a.*.>, not using all of the token wildcard(s) in b.>",
    })
    void shouldRefuseImportsWithoutAWayBack(String to, String subject, String error) {
        // AC-70
        assertThatThrownBy(() -> SubjectTransform.ofServiceImport(subject, to))
                .hasMessage("invalid mapping destination: " + error);
        assertThatThrownBy(() -> SubjectTransform.ofStreamImport(subject, to))
                .hasMessage("invalid mapping destination: " + error);
    }

    /** What the reference delivered in an account that imports a stream with {@code to}. */
    @ParameterizedTest
    @CsvSource({
        "a.*, b.*, a.1, b.1",
        "a.*.*, b.$2.$1, a.1.2, b.2.1",
        "a.*.*.*, b.$2.$3.$1, a.1.2.3, b.2.3.1",
        "a.*.>, b.$1.>, a.1.2.3, b.1.2.3",
        "a.*, b.$1.$1, a.1, b.1.1",
        "a.*.*, b.$1.*, a.1.2, b.1.1",
        "a.*, a.*, a.1, a.1",
        "a, b, a, b",
        "a, b.$1, a, b.$1",
        "a.$1, b, a.$1, b",
    })
    void shouldMakeWhatAStreamImportCallsASubject(String subject, String to, String published, String received)
            throws TransformException {
        // AC-39, given
        SubjectTransform transform = SubjectTransform.ofStreamImport(subject, to);

        // when, then
        assertThat(text(transform.apply(published.getBytes(UTF_8), FIRST))).isEqualTo(received);
    }

    @Test
    void shouldKnowTheSourceThatADestinationNeedsAndTheOtherWayRound() {
        assertThat(SubjectTransform.destinationOf("a.*.b.*.>")).isEqualTo("a.$1.b.$2.>");
        assertThat(SubjectTransform.destinationOf("a")).isEqualTo("a");
        assertThat(SubjectTransform.sourceOf("a.$2.{{ wildcard(1) }}.$x.$0.{{left(1,1)}}"))
                .isEqualTo("a.*.*.$x.$0.{{left(1,1)}}");
    }

    /** Chi square with 15 degrees of freedom: a value above 60 comes once in two million runs. */
    @Test
    void shouldSpreadSubjectsOverPartitions() throws TransformException {
        // given
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int partitions = 16;
        int subjects = 16_000;
        SubjectTransform transform = SubjectTransform.of("orders.*.*", "{{partition(16,1,2)}}");
        int[] counts = new int[partitions];

        // when
        for (int i = 0; i < subjects; i++) {
            String subject = "orders." + Long.toString(random.nextLong() >>> 1, 36) + "." + random.nextInt(1000);
            counts[Integer.parseInt(text(transform.apply(subject.getBytes(UTF_8), FIRST)))]++;
        }

        // then
        assertThat(chiSquare(counts, (double) subjects / partitions))
                .as("seed %d", seed)
                .isLessThan(60);
    }

    @Test
    void shouldAllocateNothing() throws TransformException {
        // given a transform with every function, and a buffer that has grown
        SubjectTransform transform = SubjectTransform.of(
                "a.*.*.>",
                "b.$1.{{partition(9,1,2)}}.{{partition(9)}}.{{random(9)}}.{{split(1,-)}}.{{split(2,)}}."
                        + "{{splitFromLeft(1,1)}}.{{splitFromRight(1,1)}}.{{sliceFromLeft(2,2)}}."
                        + "{{sliceFromRight(2,2)}}.{{left(1,1)}}.{{right(1,1)}}.>");
        byte[] subject = "a.one-two.three.four.five".getBytes(UTF_8);
        TransformBuffer buffer = new TransformBuffer();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 20_000;
        apply(transform, subject, buffer, rounds);

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        int length = apply(transform, subject, buffer, rounds);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat(length).isPositive();
        assertThat((double) allocated / rounds).as("bytes per subject").isLessThan(1);
    }

    private static int apply(SubjectTransform transform, byte[] subject, TransformBuffer buffer, int rounds) {
        int length = 0;
        for (int i = 0; i < rounds; i++) {
            if (transform.matches(subject, 0, subject.length)) {
                transform.apply(subject, 0, subject.length, FIRST, buffer);
                length += buffer.length();
            }
        }
        return length;
    }

    static double chiSquare(int[] counts, double expected) {
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    private static String applied(
            SubjectTransform transform, String text, int offset, int length, TransformBuffer buffer) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(transform.matches(bytes, offset, length)).isTrue();
        transform.apply(bytes, offset, length, FIRST, buffer);
        assertThat(buffer.copy()).hasSize(buffer.length()).isEqualTo(Arrays.copyOf(buffer.bytes(), buffer.length()));
        return text(buffer.copy());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
