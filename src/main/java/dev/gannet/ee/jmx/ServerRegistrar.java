package dev.gannet.ee.jmx;

import dev.gannet.base.Clock;
import dev.gannet.ee.connector.Listening;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerView;
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
    ServerView view;

    @Inject
    Clock clock;

    void start(@Observes Listening event) {
        Registration registration =
                Registration.of(new ManagedServer(server, view, clock), ManagementFactory.getPlatformMBeanServer());
        server.whenClosed(registration::remove);
    }
}
