package dev.gannet.ee.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.monitor.metric.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatestMetricsTest {
    private long nanos = 5;
    private int made;
    private List<Metric> more = List.of();
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
        List<Metric> all = new ArrayList<>(more);
        all.add(new Metric("a", "a", Map.of("l", "1"), made));
        all.add(new Metric("a", "a", Map.of("l", "2"), -made));
        return all;
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

    @Test
    void shouldSayWhenThereAreOthers() {
        // given
        List<Metric> told = new ArrayList<>();
        latest.whenOthers(told::addAll);
        latest.value(metric("1"));

        // when the same are there a while later, and then one more
        nanos += TimeUnit.SECONDS.toNanos(2);
        latest.value(metric("1"));
        assertThat(told).isEmpty();
        nanos += TimeUnit.SECONDS.toNanos(2);
        more = List.of(metric("3"));
        latest.value(metric("1"));

        // then
        assertThat(told).hasSize(3).contains(metric("3"));
    }

    private static Metric metric(String label) {
        return new Metric("a", "a", Map.of("l", label), 0);
    }
}
