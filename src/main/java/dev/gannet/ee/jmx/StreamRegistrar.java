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
import org.jspecify.annotations.Nullable;

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
        Following following = new Following();
        repetition.start("streams are being shown in JMX", LOOK_MILLIS, following::look, following::end);
    }

    /**
     * The beans of the streams that there are: a reload turns them on and off.
     *
     * <p><b>Owner:</b> one thread at a time: who looks again and again, then who closes the server.
     */
    private final class Following {
        private @Nullable JetStreamView followed;
        private @Nullable StreamBeans beans;

        /** A server that ends meanwhile has nothing more to show. */
        void look() {
            try {
                JetStreamView streams = view.jetStream();
                if (streams != followed) {
                    end();
                    followed = streams;
                    beans = streams == null ? null : beans(streams);
                }
                StreamBeans current = beans;
                if (current != null) {
                    current.show();
                }
            } catch (RuntimeException e) {
                log.warn("Streams cannot be shown in JMX: " + e);
            }
        }

        private StreamBeans beans(JetStreamView streams) {
            return new StreamBeans(
                    ManagementFactory.getPlatformMBeanServer(), log, server.serverName(), streams, clock);
        }

        void end() {
            StreamBeans current = beans;
            beans = null;
            if (current != null) {
                current.close();
            }
        }
    }
}
