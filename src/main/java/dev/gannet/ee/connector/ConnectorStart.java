package dev.gannet.ee.connector;

import dev.gannet.base.ServerLog;
import dev.gannet.engine.GannetServer;
import dev.gannet.process.StartFailure;
import jakarta.inject.Inject;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Starts the connector when everything else of the application is there. CDI's own start is some tenths of a second too
 * early: who reads that the server is ready asks for {@code /varz} at once.
 */
@WebListener
public final class ConnectorStart implements ServletContextListener {
    @Inject
    ConnectorHost host;

    @Inject
    GannetServer server;

    @Inject
    ServerLog log;

    @Inject
    InProcessName name;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            host.start(event.getServletContext());
            name.open(server, log);
        } catch (StartFailure | ResourceAdapterInternalException e) {
            throw new IllegalStateException(e.getMessage(), e); // Then the application is not deployed.
        }
    }

    /** Here classes can still be loaded that only an end needs; when CDI ends they cannot. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        name.close();
        host.stop();
    }
}
