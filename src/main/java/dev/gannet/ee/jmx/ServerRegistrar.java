package dev.gannet.ee.jmx;

import dev.gannet.base.Clock;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerView;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
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

    /** Comes after the connector, whose listeners are there by then. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Startup event) {
        Registration registration =
                Registration.of(new ManagedServer(server, view, clock), ManagementFactory.getPlatformMBeanServer());
        server.whenClosed(registration::remove);
    }
}
