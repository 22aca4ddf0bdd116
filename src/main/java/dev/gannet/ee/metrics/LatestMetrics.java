package dev.gannet.ee.metrics;

import dev.gannet.base.Clock;
import dev.gannet.monitor.metric.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one moment, for a registry that asks for each by itself: they are made once for all that are asked for
 * within a second. Any thread.
 */
final class LatestMetrics {
    private static final long AGE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<List<Metric>> source;
    private final Clock clock;
    private final AtomicReference<@Nullable Moment> latest = new AtomicReference<>();

    LatestMetrics(Supplier<List<Metric>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** What is told of one metric from others, and what it is. */
    private record Key(String name, Map<String, String> labels) {
        static Key of(Metric metric) {
            return new Key(metric.name(), metric.labels());
        }
    }

    private record Moment(long nanos, Map<Key, Metric> metrics) {}

    private Moment current() {
        Moment moment = latest.get();
        if (moment == null || clock.nanoTime() - moment.nanos() > AGE_NANOS_MAX) {
            Map<Key, Metric> metrics = new HashMap<>();
            source.get().forEach(metric -> metrics.put(Key.of(metric), metric));
            moment = new Moment(clock.nanoTime(), metrics);
            latest.set(moment);
        }
        return moment;
    }

    Iterable<Metric> all() {
        return current().metrics().values();
    }

    /** Returns what a metric's value is now, or not a number if there is no such metric any more. */
    double value(Metric metric) {
        Metric found = current().metrics().get(Key.of(metric));
        return found == null ? Double.NaN : found.value();
    }
}
