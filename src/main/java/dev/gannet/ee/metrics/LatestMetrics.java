package dev.gannet.ee.metrics;

import dev.gannet.base.Clock;
import dev.gannet.monitor.metric.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
    private final AtomicReference<@Nullable Consumer<List<Metric>>> others = new AtomicReference<>();
    private final AtomicReference<@Nullable Moment> latest = new AtomicReference<>();

    LatestMetrics(Supplier<List<Metric>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** From now on {@code action} is told all figures when there are others than before, by whoever asks for one. */
    void whenOthers(Consumer<List<Metric>> action) {
        others.set(action);
    }

    private record Moment(long nanos, Map<Metric.Series, Metric> metrics) {}

    private Moment current() {
        Moment moment = latest.get();
        if (moment == null || clock.nanoTime() - moment.nanos() > AGE_NANOS_MAX) {
            Map<Metric.Series, Metric> metrics = new HashMap<>();
            List<Metric> made = source.get();
            made.forEach(metric -> metrics.put(metric.series(), metric));
            moment = new Moment(clock.nanoTime(), metrics);
            Moment before = latest.getAndSet(moment);
            Consumer<List<Metric>> action = others.get();
            if (action != null && before != null && !before.metrics().keySet().equals(metrics.keySet())) {
                action.accept(made);
            }
        }
        return moment;
    }

    List<Metric> all() {
        return List.copyOf(current().metrics().values());
    }

    /** Returns what a metric's value is now, or not a number if there is no such metric any more. */
    double value(Metric metric) {
        Metric found = current().metrics().get(metric.series());
        return found == null ? Double.NaN : found.value();
    }
}
