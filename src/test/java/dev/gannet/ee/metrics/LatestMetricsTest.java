package dev.gannet.ee.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.monitor.metric.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatestMetricsTest {
    private long nanos = 5;
    private int made;
    private final LatestMetrics latest = new LatestMetrics(this::make, new Clock() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH;
        }
    });

    private List<Metric> make() {
        made++;
        return List.of(new Metric("a", "a", Map.of("l", "1"), made), new Metric("a", "a", Map.of("l", "2"), -made));
    }

    @Test
    void shouldMakeThemOnceForAllThatAreAskedForAtOnce() {
        // given
        Metric first = metric("1");
        Metric second = metric("2");

        // when a registry asks for each, and asks again after a while
        assertThat(latest.value(first)).isEqualTo(1);
        assertThat(latest.value(second)).isEqualTo(-1);
        nanos += TimeUnit.SECONDS.toNanos(2);

        // then
        assertThat(latest.value(second)).isEqualTo(-2);
        assertThat(latest.value(first)).isEqualTo(2);
        assertThat(made).isEqualTo(2);
        assertThat(latest.value(metric("3"))).isNaN();
    }

    private static Metric metric(String label) {
        return new Metric("a", "a", Map.of("l", label), 0);
    }
}
