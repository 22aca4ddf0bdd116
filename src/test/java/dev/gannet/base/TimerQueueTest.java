package dev.gannet.base;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimerQueueTest {
    private static final int STEPS = 4000;
    private static final int RUNS = 10;

    private final TimerQueue timers = new TimerQueue();
    private final List<Recorder> fired = new ArrayList<>();

    private final class Recorder extends TimerQueue.Timer {
        private long firedNanos = -1;

        @Override
        protected void fire(long nowNanos) {
            firedNanos = nowNanos;
            fired.add(this);
        }
    }

    @Test
    void shouldFireInTheOrderOfTime() {
        // given
        Recorder late = new Recorder();
        Recorder early = new Recorder();
        Recorder tooLate = new Recorder();
        timers.set(late, 30);
        timers.set(tooLate, 31);
        timers.set(early, 10);
        assertThat(timers.nextNanos()).isEqualTo(10);

        // when
        timers.run(30);

        // then what is due at this very moment is due
        assertThat(fired).containsExactly(early, late);
        assertThat(late.firedNanos).isEqualTo(30);
        assertThat(late.isSet()).isFalse();
        assertThat(tooLate.isSet()).isTrue();
        assertThat(timers.nextNanos()).isEqualTo(31);
    }

    @Test
    void shouldHaveNothingToSayWhileEmpty() {
        assertThat(timers.nextNanos()).isEqualTo(TimerQueue.NEVER);
        timers.run(Long.MAX_VALUE);
        timers.cancel(new Recorder());
        assertThat(timers.size()).isZero();
    }

    @Test
    void shouldKeepOneTimePerTimer() {
        // given a timer that is set twice
        Recorder timer = new Recorder();
        timers.set(timer, 10);
        timers.set(timer, 20);

        // when
        timers.run(19);

        // then the first time is forgotten
        assertThat(fired).isEmpty();
        assertThat(timers.size()).isEqualTo(1);
        timers.run(20);
        assertThat(fired).containsExactly(timer);
    }

    @Test
    void shouldLetATimerSetItselfAgain() {
        // given a timer that comes back every ten
        int[] count = {0};
        timers.set(
                new TimerQueue.Timer() {
                    @Override
                    protected void fire(long nowNanos) {
                        assertThat(isSet()).isFalse();
                        count[0]++;
                        timers.set(this, nowNanos + 10);
                    }
                },
                10);

        // when
        timers.run(10);
        timers.run(15);
        timers.run(20);

        // then
        assertThat(count[0]).isEqualTo(2);
        assertThat(timers.nextNanos()).isEqualTo(30);
    }

    @Test
    void shouldLetATimerCancelAnotherThatIsDueAsWell() {
        // given
        Recorder other = new Recorder();
        timers.set(
                new TimerQueue.Timer() {
                    @Override
                    protected void fire(long nowNanos) {
                        timers.cancel(other);
                    }
                },
                1);
        timers.set(other, 2);

        // when
        timers.run(5);

        // then
        assertThat(fired).isEmpty();
        assertThat(timers.size()).isZero();
    }

    @Test
    void shouldGoOnAfterATimerThatFails() {
        // given
        Recorder next = new Recorder();
        timers.set(
                new TimerQueue.Timer() {
                    @Override
                    protected void fire(long nowNanos) {
                        throw new IllegalStateException("broken");
                    }
                },
                1);
        timers.set(next, 2);

        // when
        assertThatThrownBy(() -> timers.run(5)).hasMessage("broken");
        timers.run(5);

        // then
        assertThat(fired).containsExactly(next);
    }

    @Test
    void shouldKeepTheOrderWhereTheClockWraps() {
        // given a clock that begins anywhere, as the machine's does
        Recorder before = new Recorder();
        Recorder after = new Recorder();
        timers.set(after, Long.MIN_VALUE + 5);
        timers.set(before, Long.MAX_VALUE - 5);

        // when
        timers.run(Long.MAX_VALUE - 1);

        // then
        assertThat(fired).containsExactly(before);
        timers.run(Long.MIN_VALUE + 5);
        assertThat(fired).containsExactly(before, after);
    }

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed != null ? LongStream.of(seed) : new SplittableRandom().longs(RUNS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDoWhatAListDoes(long seed) {
        // given timers, and the times they are set to
        SplittableRandom random = new SplittableRandom(seed);
        List<Recorder> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(new Recorder());
        }
        Map<Recorder, Long> model = new HashMap<>();
        long now = random.nextLong();
        for (int step = 0; step < STEPS; step++) {
            // when they are set, set again and cancelled, and time goes on
            Recorder timer = all.get(random.nextInt(all.size()));
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4, 5 -> {
                    long due = now + random.nextInt(1000);
                    timers.set(timer, due);
                    model.put(timer, due);
                }
                case 6, 7 -> {
                    timers.cancel(timer);
                    model.remove(timer);
                }
                default -> {
                    now += random.nextInt(200);
                    runAndCompare(model, now);
                }
            }

            // then
            assertThat(timers.size()).isEqualTo(model.size());
            assertThat(timer.isSet()).isEqualTo(model.containsKey(timer));
            long base = now;
            model.values().stream()
                    .min(Comparator.comparingLong(due -> due - base))
                    .ifPresent(due -> assertThat(timers.nextNanos()).isEqualTo(due));
        }
    }

    private void runAndCompare(Map<Recorder, Long> model, long now) {
        fired.clear();
        timers.run(now);
        List<Long> dueTimes = new ArrayList<>();
        for (Recorder timer : fired) {
            dueTimes.add(requireNonNull(model.remove(timer), "fired although not set") - now);
        }
        assertThat(dueTimes).isSorted().allMatch(due -> due <= 0);
        assertThat(model.values()).allMatch(due -> due - now > 0);
    }
}
