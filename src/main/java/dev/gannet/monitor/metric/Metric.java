package dev.gannet.monitor.metric;

import dev.gannet.base.Histogram;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One figure at one moment.
 *
 * @param name such as {@code gnatsd_varz_connections}
 * @param help what it is
 * @param labels what tells it from others of the same name
 * @param family what it is a part of: its name, but for the parts of a histogram
 */
public record Metric(String name, String help, Map<String, String> labels, double value, Family family) {
    public Metric {
        labels = new TreeMap<>(labels);
    }

    /** Makes a gauge. */
    public Metric(String name, String help, Map<String, String> labels, double value) {
        this(name, help, labels, value, new Family(name, Kind.GAUGE));
    }

    /** What goes up and down, only up, or is counted by size. */
    public enum Kind {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    /** What has one description and kind. */
    public record Family(String name, Kind kind) {}

    /** Makes one that only goes up; its name ends with {@code _total}. */
    static Metric counter(String name, String help, Map<String, String> labels, double value) {
        return new Metric(name, help, labels, value, new Family(name, Kind.COUNTER));
    }

    /**
     * Adds all parts of a histogram.
     *
     * @param unit what one of the metric's units is in those of the values, such as 1e9 for seconds of nanoseconds
     */
    static void addHistogram(List<Metric> out, Metric described, Histogram.Values values, double unit) {
        String name = described.name();
        Family family = new Family(name, Kind.HISTOGRAM);
        long below = 0;
        for (int i = 0; i < values.counts().size(); i++) {
            below += values.counts().get(i);
            boolean isLast = i == values.bounds().size();
            Map<String, String> labels = new TreeMap<>(described.labels());
            labels.put("le", isLast ? "+Inf" : number(values.bounds().get(i) / unit));
            out.add(new Metric(name + "_bucket", described.help(), labels, below, family));
        }
        out.add(new Metric(name + "_sum", described.help(), described.labels(), values.sum() / unit, family));
        out.add(new Metric(name + "_count", described.help(), described.labels(), below, family));
    }

    /** Returns a value as Prometheus reads it. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** What tells one metric from others. */
    public record Series(String name, Map<String, String> labels) {}

    public Series series() {
        return new Series(name, labels);
    }
}
