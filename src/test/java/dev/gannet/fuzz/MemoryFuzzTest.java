package dev.gannet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Frames that are nearly right, by the million: no exception may escape, no connection may hang, nobody else may notice,
 * and nothing may pile up. {@code -Dgannet.fuzz.seed} repeats a run, and
 * {@code -Dgannet.fuzz.frames} says how long the long one is.
 */
class MemoryFuzzTest {
    private static final int FRAMES_IN_ROUND = 5_000;
    private static final int FRAMES_IN_SHORT_RUN = 100_000;
    private static final long FRAMES_IN_LONG_RUN = 50_000_000;
    private static final int ROUNDS_TO_WARM_UP = 10;
    private static final long HEAP_GROWTH_MAX = 32 << 20;

    @Test
    void shouldSurviveStrangers(TestReporter reporter) {
        run(FRAMES_IN_SHORT_RUN, reporter);
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveManyStrangers(TestReporter reporter) {
        run(Long.getLong("gannet.fuzz.frames", FRAMES_IN_LONG_RUN), reporter);
    }

    private static void run(long frames, TestReporter reporter) {
        long begin = System.nanoTime();
        long firstSeed = Long.getLong("gannet.fuzz.seed", System.nanoTime());
        long done = 0;
        long closed = 0;
        long answered = 0;
        long heapBefore = Long.MAX_VALUE / 2;
        for (long seed = firstSeed; done < frames; seed++) {
            FuzzRound round = round(seed);
            done += round.frames();
            if (seed == firstSeed + ROUNDS_TO_WARM_UP) {
                heapBefore = heapUsed();
            }
            closed += round.closed();
            answered += round.answered();
        }
        // Not everything is refused, and not everything is taken.
        assertThat(closed).isPositive();
        assertThat(answered).isPositive();
        assertThat(heapUsed())
                .as("bytes of the heap in use after %d rounds and at the end", ROUNDS_TO_WARM_UP)
                .isLessThan(heapBefore + HEAP_GROWTH_MAX);
        String summary = String.format(
                "%,d frames in %,d s, %,d connections closed, %,d questions answered, first seed %d",
                done, (System.nanoTime() - begin) / 1_000_000_000, closed, answered, firstSeed);
        reporter.publishEntry("fuzz", summary);
    }

    private static long heapUsed() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static FuzzRound round(long seed) {
        try {
            FuzzRound round = new FuzzRound(seed, FuzzConfigs.of(seed), ServerLog.silent());
            round.run(FRAMES_IN_ROUND);
            return round;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "repeat it with -Dgannet.fuzz.seed=" + seed + " -Dgannet.fuzz.frames=1: " + e.getMessage(), e);
        }
    }
}
