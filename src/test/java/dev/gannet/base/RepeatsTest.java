package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final HandClock clock = new HandClock();
    private final Repeats repeats = new Repeats(clock);

    @Test // CF-245
    void shouldLetALineThroughOnceASecond() {
        assertThat(repeats.isNew("a")).isTrue();
        assertThat(repeats.isNew("b")).isTrue();
        assertThat(repeats.isNew("a")).isFalse();

        clock.nanos += Duration.ofMillis(999).toNanos();
        assertThat(repeats.isNew("a")).isFalse();

        clock.nanos += Duration.ofMillis(1).toNanos();
        assertThat(repeats.isNew("a")).isTrue();
    }

    @Test
    void shouldLetAllThroughWhenThereAreTooManyDifferentOnes() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(repeats.isNew("line " + i)).isTrue();
        }
        assertThat(repeats.isNew("line 9999")).isTrue();
        assertThat(repeats.isNew("line 0")).isFalse();

        clock.nanos += Duration.ofSeconds(2).toNanos();
        assertThat(repeats.isNew("line 9999")).isTrue();
        assertThat(repeats.isNew("line 9999")).isFalse();
    }

    private static final class HandClock implements Clock {
        private long nanos = 1;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    }
}
