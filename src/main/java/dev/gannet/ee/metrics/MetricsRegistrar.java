package dev.gannet.ee.metrics;

import dev.gannet.base.Clock;
import dev.gannet.ee.connector.Listening;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import dev.gannet.monitor.metric.Metric;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Shows the server's figures at the container's {@code /metrics}, until the server is closed. */
@ApplicationScoped
class MetricsRegistrar {
    @Inject
    GannetServer server;

    @Inject
    MonitorEndpoints endpoints;

    @Inject
    Instance<MetricRegistry> registry;

    @Inject
    Clock clock;

    @Inject
    ThreadFactory threads;

    void start(@Observes Listening event) {
        if (registry.isResolvable()) {
            MetricRegistry metrics = registry.get();
            // It loads the JSON library, which a start need not wait for.
            threads.newThread(() -> register(metrics)).start();
        }
    }

    private void register(MetricRegistry metrics) {
        LatestMetrics latest = new LatestMetrics(endpoints::metrics, clock);
        List<MetricID> registered = new ArrayList<>();
        for (Metric metric : latest.all()) {
            Tag[] tags = metric.labels().entrySet().stream()
                    .map(label -> new Tag(label.getKey(), label.getValue()))
                    .toArray(Tag[]::new);
            Metadata metadata = Metadata.builder()
                    .withName(metric.name())
                    .withDescription(metric.help())
                    .build();
            metrics.gauge(metadata, () -> latest.value(metric), tags);
            registered.add(new MetricID(metric.name(), tags));
        }
        server.whenClosed(() -> registered.forEach(metrics::remove));
    }
}
