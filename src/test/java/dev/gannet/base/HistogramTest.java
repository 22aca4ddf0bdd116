package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final int TIMES = 100_000;

    private final Histogram histogram = new Histogram(10, 20);

    @Test
    void shouldCountUpToEachBound() {
        // when
        histogram.record(10);
        histogram.record(11, 3);
        histogram.record(20);
        histogram.record(21);
        histogram.record(0);

        // then
        Histogram.Values values = histogram.values();
        assertThat(values.counts()).containsExactly(2L, 4L, 1L);
        assertThat(values.bounds()).containsExactly(10L, 20L);
        assertThat(values.sum()).isEqualTo(84);
        assertThat(values.count()).isEqualTo(7);
        assertThat(Histogram.Values.NONE.count()).isZero();
    }

    @Test
    void shouldRefuseBoundsThatDoNotGrow() {
        assertThatThrownBy(() -> new Histogram(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAllocateNothing() {
        // given what was called before, so that nothing is loaded any more
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        fill();
        long before = threads.getCurrentThreadAllocatedBytes();

        // when
        fill();

        // then the calls of the measurement itself may, but not each record
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(TIMES);
    }

    private void fill() {
        for (int i = 0; i < TIMES; i++) {
            histogram.record(i & 31, 2);
        }
    }
}
