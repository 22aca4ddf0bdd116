package dev.gannet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final int SUBJECTS = 10_000;

    private final Sightings sightings = new Sightings();

    @Test
    void shouldKnowASubjectTheSecondTime() {
        assertThat(sightings.seen(0x1234_5678_9ABCL)).isFalse();
        assertThat(sightings.seen(0x1234_5678_9ABCL)).isTrue();
    }

    /** What comes in turn must not push each other out for ever, be it as many as the cache has room for. */
    @Test
    void shouldComeToKnowSubjectsThatComeInTurn() {
        // given
        SplittableRandom random = new SplittableRandom(7);
        long[] hashes = random.longs(SUBJECTS).toArray();
        Set<Long> known = new HashSet<>();

        // when
        for (int turn = 0; turn < 5; turn++) {
            for (long hash : hashes) {
                if (!known.contains(hash) && sightings.seen(hash)) {
                    known.add(hash);
                }
            }
        }

        // then
        assertThat(known).hasSize(SUBJECTS);
    }

    @Test
    void shouldForgetWhatNeverComesBack() {
        // given
        SplittableRandom random = new SplittableRandom(7);
        sightings.seen(42);

        // when
        for (int i = 0; i < 100 * SUBJECTS; i++) {
            assertThat(sightings.seen(random.nextLong())).isFalse();
        }

        // then
        assertThat(sightings.seen(42)).isFalse();
    }
}
