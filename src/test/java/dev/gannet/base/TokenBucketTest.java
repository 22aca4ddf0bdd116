package dev.gannet.base;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = SECONDS.toNanos(1);

    @Test
    void shouldGiveASecondsWorthAtOnceAndThenOneAfterAnother() {
        // given
        TokenBucket bucket = new TokenBucket(10);

        // then ten at once, and the eleventh is owed for a tenth of a second
        assertThat(bucket.take(10, 0)).isZero();
        assertThat(bucket.take(1, 0)).isCloseTo(MILLISECONDS.toNanos(100), within());
        assertThat(bucket.owedNanos(MILLISECONDS.toNanos(50))).isCloseTo(MILLISECONDS.toNanos(50), within());
        assertThat(bucket.owedNanos(MILLISECONDS.toNanos(101))).isZero();
    }

    @Test
    void shouldKeepNoMoreThanASecondsRest() {
        // given
        TokenBucket bucket = new TokenBucket(10);
        bucket.take(10, 0);

        // when nobody takes for an hour
        long later = 3600 * SECOND;

        // then there are ten again, and no more
        assertThat(bucket.take(10, later)).isZero();
        assertThat(bucket.take(1, later)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1000, 1_000_000, 100_000_000, 100_000_000_000L})
    void shouldGiveTheRateOnAverageWhateverIsTaken(long rate) {
        // given whoever takes random pieces and waits as long as it is told
        long seed = 42 + rate;
        SplittableRandom random = new SplittableRandom(seed);
        TokenBucket bucket = new TokenBucket(rate);
        long start = random.nextLong() >> 8; // The clock may begin anywhere.
        long now = start;
        long taken = 0;

        // when
        while (now - start < 100 * SECOND) {
            long piece = 1 + random.nextLong(Math.max(1, rate / 100));
            taken += piece;
            now += bucket.take(piece, now);
        }

        // then
        double perSecond = (double) taken / ((double) (now - start) / SECOND + 1);
        assertThat(perSecond / rate).as("seed " + seed).isBetween(0.97, 1.03);
    }

    @Test
    void shouldGiveTheRateToSeveralThreadsTogether() throws InterruptedException {
        // given four threads that take at the same moment
        TokenBucket bucket = new TokenBucket(1000);
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int n = 0; n < 500; n++) {
                    bucket.take(1, 0);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        // then what is more than a second's worth is owed, all of it
        assertThat(bucket.owedNanos(0)).isCloseTo(SECOND, within());
    }

    private static org.assertj.core.data.Offset<Long> within() {
        return org.assertj.core.data.Offset.offset(1000L);
    }
}
