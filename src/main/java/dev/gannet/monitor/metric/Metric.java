package dev.gannet.monitor.metric;

import java.util.Map;
import java.util.TreeMap;

/**
 * One figure at one moment.
 *
 * @param name such as {@code gnatsd_varz_connections}
 * @param help what it is
 * @param labels what tells it from others of the same name
 */
public record Metric(String name, String help, Map<String, String> labels, double value) {
    public Metric {
        labels = new TreeMap<>(labels);
    }

    /** What tells one metric from others. */
    public record Series(String name, Map<String, String> labels) {}

    public Series series() {
        return new Series(name, labels);
    }
}
