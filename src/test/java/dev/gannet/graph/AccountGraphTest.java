package dev.gannet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Accounts that share at random, mappings and permissions: whoever has to get a message gets it, as {@link Model} has it,
 * while subscriptions come and go and sharing is reloaded. {@code -Dgannet.graphs.seed} repeats a graph, and
 * {@code -Dgannet.graphs} says how many there are.
 */
class AccountGraphTest {
    private static final int GRAPHS = 10_000;

    /** What came of some graphs; {@code failed} is the seed of one that did not do as the model has it, or null. */
    private record Totals(
            long circles, long delivered, @Nullable Long failed) {
        Totals plus(Totals other) {
            return new Totals(
                    circles + other.circles, delivered + other.delivered, failed == null ? other.failed : failed);
        }
    }

    @Test // AC-2, AC-23..30, AC-38..47, AC-51..57, AC-71, AC-72
    void shouldDeliverAsTheModelHasIt(TestReporter reporter) {
        Long repeated = Long.getLong("gannet.graphs.seed");
        long first = repeated != null ? repeated : System.nanoTime();
        long count = repeated != null ? 1 : Integer.getInteger("gannet.graphs", GRAPHS);

        Totals totals = LongStream.range(first, first + count)
                .parallel()
                .mapToObj(AccountGraphTest::play)
                .reduce(new Totals(0, 0, null), Totals::plus);

        if (totals.failed != null) {
            throw new AssertionError(
                    "repeat it with -Dgannet.graphs.seed=" + totals.failed + "\n" + explained(totals.failed));
        }
        // Hardly any is refused, and there is something to compare.
        assertThat(totals.circles).isLessThanOrEqualTo(count / 10 + 1);
        assertThat(totals.delivered).isGreaterThanOrEqualTo(repeated != null ? 0 : 5 * count);
        reporter.publishEntry("graphs", count + " from seed " + first + ": " + totals);
    }

    private static Totals play(long seed) {
        SceneRun run = SceneRun.of(new SceneMaker(seed).make());
        if (run == null) {
            return new Totals(1, 0, null);
        }
        boolean differs = !run.difference().isEmpty();
        return new Totals(0, run.delivered(), differs ? seed : null);
    }

    private static String explained(long seed) {
        Scene smallest = new Shrink(small -> !difference(small).isEmpty()).smallest(new SceneMaker(seed).make());
        return smallest + difference(smallest);
    }

    private static String difference(Scene scene) {
        try {
            SceneRun run = SceneRun.of(scene);
            return run == null ? "" : run.difference();
        } catch (IllegalArgumentException e) {
            return ""; // What is left of it is no configuration.
        }
    }
}
