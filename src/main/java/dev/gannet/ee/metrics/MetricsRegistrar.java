package dev.gannet.ee.metrics;

import dev.gannet.base.Clock;
import dev.gannet.ee.connector.Listening;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import dev.gannet.monitor.metric.ShownSeries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.metrics.MetricRegistry;

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
        ShownSeries shown = new ShownSeries(new ContainerRegistry(metrics, latest));
        // Whoever notices is the container, in the middle of showing all of them.
        latest.whenOthers(all -> threads.newThread(() -> shown.show(all)).start());
        shown.show(latest.all());
        server.whenClosed(shown::close);
    }
}
