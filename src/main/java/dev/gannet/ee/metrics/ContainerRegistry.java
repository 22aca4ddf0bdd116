package dev.gannet.ee.metrics;

import dev.gannet.monitor.metric.Metric;
import dev.gannet.monitor.metric.ShownSeries;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The container's registry, in which each of the server's figures is a gauge. Any thread. */
final class ContainerRegistry implements ShownSeries.Registry {
    private final MetricRegistry registry;
    private final LatestMetrics latest;

    ContainerRegistry(MetricRegistry registry, LatestMetrics latest) {
        this.registry = registry;
        this.latest = latest;
    }

    @Override
    public void add(Metric metric) {
        Metadata metadata = Metadata.builder()
                .withName(metric.name())
                .withDescription(metric.help())
                .build();
        registry.gauge(metadata, () -> latest.value(metric), tags(metric));
    }

    @Override
    public void remove(Metric metric) {
        registry.remove(new MetricID(metric.name(), tags(metric)));
    }

    private static Tag[] tags(Metric metric) {
        return metric.labels().entrySet().stream()
                .map(label -> new Tag(label.getKey(), label.getValue()))
                .toArray(Tag[]::new);
    }
}
