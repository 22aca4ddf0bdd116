package dev.gannet.ee.jmx;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.ee.Repetition;
import dev.gannet.ee.connector.Listening;
import dev.gannet.engine.GannetServer;
import dev.gannet.jmx.ServerBeans;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;

/**
 * Shows the server in JMX from the moment that clients can connect until it is closed, whatever closes it. A launcher
 * learns of both by the name's coming and going.
 */
@ApplicationScoped
class ServerRegistrar {
    @Inject
    GannetServer server;

    @Inject
    ServerLog log;

    @Inject
    Clock clock;

    @Inject
    Repetition repetition;

    void start(@Observes Listening event) {
        ServerBeans beans = ServerBeans.show(server, ManagementFactory.getPlatformMBeanServer(), log, clock);
        server.whenClosed(beans::leave);
        repetition.start("the server is being shown in JMX", ServerBeans.LOOK_MILLIS, beans::look, beans::close);
    }
}
