package dev.gannet.ee.connector;

import dev.gannet.base.ServerLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.ee.config.ContainerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.engine.StartRefusedException;
import dev.gannet.process.OwnProcess;
import dev.gannet.process.StartFailure;
import dev.gannet.process.log.NatsFormatLog;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.servlet.ServletContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Starts the connector with the application and stops it with it. An application whose server cannot start is not
 * deployed.
 */
@ApplicationScoped
class ConnectorHost {
    @Inject
    GannetServer server;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService executor;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    @Inject
    ServerLog log;

    @Inject
    CommandLine.Run settings;

    @Inject
    ContainerConfig config;

    @Inject
    Event<Listening> listening;

    private @Nullable NatsResourceAdapter adapter;
    private @Nullable LaunchedProcess process;

    /** Listens, and then tells whoever observes {@link Listening}. */
    void start(ServletContext application) throws StartFailure, ResourceAdapterInternalException {
        NatsResourceAdapter started = new NatsResourceAdapter(server);
        adapter = started;
        if (log instanceof NatsFormatLog own) {
            startLaunched(started, new LaunchedProcess(server, settings, own, OwnProcess.current("gannet")));
        } else {
            server.configHost(new ContainerReload(config));
            start(started);
            saySoOfPorts(settings.config());
            server.ready();
        }
        listening.fire(new Listening());
        executor.execute(new OwnClasses(application, log)::load);
    }

    /** Where somebody else has started the container, its HTTP ports are not the server's to choose. */
    private void saySoOfPorts(ServerConfig server) {
        MonitorConfig monitor = server.monitor();
        if (monitor.anyPort() != MonitorConfig.OFF) {
            String key = monitor.isEncrypted() ? "https_port" : "http_port";
            log.notice("The container answers the monitoring pages on its own ports; \"" + key + "\" "
                    + monitor.anyPort() + " has no effect");
        }
        if (server.features().profiling().isOn()) {
            log.notice("The process is the container's; \"prof_port\" "
                    + server.features().profiling().port() + " has no effect");
        }
    }

    private void startLaunched(NatsResourceAdapter started, LaunchedProcess launched)
            throws StartFailure, ResourceAdapterInternalException {
        process = launched;
        try {
            launched.begin(config::again);
            start(started);
        } catch (StartFailure e) {
            log.fatal(String.valueOf(e.getMessage()));
            System.setProperty(ContainerConfig.FAILED, "true");
            throw e;
        }
        executor.execute(launched::ready);
    }

    private void start(NatsResourceAdapter started) throws StartFailure, ResourceAdapterInternalException {
        try {
            started.start(new ContainerBootstrapContext(new WorkExecutor(executor), transactions));
        } catch (ResourceAdapterInternalException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw StartFailure.ofListening(settings.config().client(), Objects.requireNonNull(io.getCause()));
            }
            if (e.getCause() instanceof StartRefusedException refused) {
                throw new StartFailure(String.valueOf(refused.getMessage()), refused);
            }
            throw e;
        }
    }

    /** Ends the server; a second call does nothing. */
    @PreDestroy
    void stop() {
        NatsResourceAdapter started = adapter;
        adapter = null;
        if (started != null) {
            started.stop();
        }
        LaunchedProcess launched = process;
        process = null;
        if (launched != null) {
            launched.end();
        }
    }
}
