package dev.gannet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Frames that are nearly right, by the million. {@code -Dgannet.fuzz.seed} repeats a run, and
 * {@code -Dgannet.fuzz.frames} says how long the long one is.
 */
class MemoryFuzzTest {
    private static final int FRAMES_IN_ROUND = 5_000;
    private static final int FRAMES_IN_SHORT_RUN = 100_000;
    private static final long FRAMES_IN_LONG_RUN = 50_000_000;

    @Test
    void shouldSurviveStrangers() {
        run(FRAMES_IN_SHORT_RUN);
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveManyStrangers() {
        run(Long.getLong("gannet.fuzz.frames", FRAMES_IN_LONG_RUN));
    }

    private static void run(long frames) {
        long firstSeed = Long.getLong("gannet.fuzz.seed", System.nanoTime());
        long done = 0;
        long closed = 0;
        long answered = 0;
        for (long seed = firstSeed; done < frames; seed++) {
            FuzzRound round = round(seed);
            done += round.frames();
            closed += round.closed();
            answered += round.answered();
        }
        // Not everything is refused, and not everything is taken.
        assertThat(closed).isPositive();
        assertThat(answered).isPositive();
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
