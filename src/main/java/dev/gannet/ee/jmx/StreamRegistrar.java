package dev.gannet.ee.jmx;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.ee.Repetition;
import dev.gannet.ee.connector.Listening;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.JetStreamView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;

/** Shows the streams in JMX, looking for what is new once a second, from the moment that clients can connect. */
@ApplicationScoped
class StreamRegistrar {
    private static final long LOOK_MILLIS = 1000;

    @Inject
    GannetServer server;

    @Inject
    ServerView view;

    @Inject
    ServerLog log;

    @Inject
    Clock clock;

    @Inject
    Repetition repetition;

    void start(@Observes Listening event) {
        JetStreamView streams = view.jetStream();
        if (streams == null) {
            return;
        }
        StreamBeans beans =
                new StreamBeans(ManagementFactory.getPlatformMBeanServer(), log, server.serverName(), streams, clock);
        repetition.start("streams are being shown in JMX", LOOK_MILLIS, () -> look(beans), beans::close);
    }

    /** A server that ends meanwhile has nothing more to show. */
    private void look(StreamBeans beans) {
        try {
            beans.show();
        } catch (RuntimeException e) {
            log.warn("Streams cannot be shown in JMX: " + e);
        }
    }
}
