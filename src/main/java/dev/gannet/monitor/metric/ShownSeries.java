package dev.gannet.monitor.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the server's figures are in a registry that shows them by itself: those that there are now. An account's are there from its
 * first client on, and not before.
 *
 * <p><b>Owner:</b> any thread, under this object's lock.
 */
public final class ShownSeries {
    private final Registry registry;
    private final Map<Metric.Series, Metric> registered = new HashMap<>();
    private boolean closed;

    public ShownSeries(Registry registry) {
        this.registry = registry;
    }

    /** Where they are shown. */
    public interface Registry {
        void add(Metric metric);

        void remove(Metric metric);
    }

    /** Takes in what is new, and out what is no more. */
    public synchronized void show(List<Metric> metrics) {
        if (closed) {
            return;
        }
        Map<Metric.Series, Metric> gone = new HashMap<>(registered);
        for (Metric metric : metrics) {
            gone.remove(metric.series());
            if (registered.putIfAbsent(metric.series(), metric) == null) {
                registry.add(metric);
            }
        }
        gone.forEach((series, metric) -> {
            registered.remove(series);
            registry.remove(metric);
        });
    }

    /** Takes out all of them, for good. */
    public synchronized void close() {
        show(List.of());
        closed = true;
    }
}
