package dev.gannet.ee.jmx;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.ee.connector.Listening;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.JetStreamView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Shows the streams in JMX, looking for what is new once a second, from the moment that clients can connect. */
@ApplicationScoped
class StreamRegistrar {
    private static final int CLOSE_SECONDS_MAX = 5;

    @Inject
    GannetServer server;

    @Inject
    ServerView view;

    @Inject
    ServerLog log;

    @Inject
    Clock clock;

    @Inject
    ThreadFactory threads;

    void start(@Observes Listening event) {
        JetStreamView streams = view.jetStream();
        if (streams == null) {
            return;
        }
        StreamBeans beans =
                new StreamBeans(ManagementFactory.getPlatformMBeanServer(), log, server.serverName(), streams, clock);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(threads);
        ScheduledFuture<?> looking = executor.scheduleWithFixedDelay(() -> look(beans), 0, 1, TimeUnit.SECONDS);
        server.whenClosed(() -> {
            looking.cancel(false);
            close(executor, beans);
        });
    }

    /** A server that ends meanwhile has nothing more to show. */
    private void look(StreamBeans beans) {
        try {
            beans.show();
        } catch (RuntimeException e) {
            log.warn("Streams cannot be shown in JMX: " + e);
        }
    }

    /** Nobody looks any more when this returns. */
    private void close(ScheduledExecutorService executor, StreamBeans beans) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                log.warn("Streams are still being shown in JMX");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever closes the server does not want to wait.
        }
        beans.close();
    }
}
