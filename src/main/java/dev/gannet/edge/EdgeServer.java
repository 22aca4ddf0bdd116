package dev.gannet.edge;

import dev.gannet.base.NatsFormatLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.source.CommandLine.Run;
import dev.gannet.engine.DaemonThreads;
import dev.gannet.engine.GannetServer;
import dev.gannet.protocol.ServerInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server and what belongs to its process: signals, the process id file, the monitoring's listener, the ports file.
 * They start in the reference's order, since what watches a start reads the log.
 *
 * <p><b>Owner:</b> the main thread.
 */
final class EdgeServer {
    private final GannetServer server;
    private final @Nullable MonitorListener monitor;
    private final @Nullable PortsFile portsFile;
    private final NatsFormatLog log;

    private EdgeServer(
            GannetServer server, @Nullable MonitorListener monitor, @Nullable PortsFile portsFile, NatsFormatLog log) {
        this.server = server;
        this.monitor = monitor;
        this.portsFile = portsFile;
        this.log = log;
    }

    /** Starts everything; clients can connect when this returns. */
    static EdgeServer start(Run run, EdgeProcess process, NatsFormatLog log) throws StartFailure {
        ServerConfig config = run.config();
        GannetServer server = GannetServer.create(config, log, new DaemonThreads());
        announce(server, run, log);
        new Signals(server, log).install();
        writePid(config.files().pidFile(), process.pid());
        MonitorListener monitor = listenForMonitoring(server, run, log);
        listen(server, config, monitor);
        PortsFile portsFile = writePorts(config, process, server, monitor, log);
        return new EdgeServer(server, monitor, portsFile, log);
    }

    int clientPort() {
        return server.clientPort();
    }

    /** Waits until a signal or the end of lame duck mode has closed the server, and clears away what it left. */
    void awaitEnd() throws InterruptedException {
        server.awaitClosed();
        if (monitor != null) {
            monitor.close();
        }
        if (portsFile != null) {
            portsFile.remove(log);
        }
    }

    void close() {
        server.close();
    }

    private static void announce(GannetServer server, Run run, NatsFormatLog log) {
        log.notice("Starting nats-server");
        log.notice("  Version:  " + ServerInfo.VERSION);
        log.notice("  Git:      [not set]");
        log.notice("  Name:     " + server.serverName());
        log.notice("  ID:       " + server.serverId());
        if (run.configFile() != null) {
            log.notice("Using configuration file: " + run.configFile() + " (" + run.digest() + ")");
        }
    }

    private static void writePid(@Nullable Path file, long pid) throws StartFailure {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, Long.toString(pid));
        } catch (IOException e) {
            throw new StartFailure("Could not write pidfile: " + FileProblem.text("open", file.toString(), e), e);
        }
    }

    private static @Nullable MonitorListener listenForMonitoring(GannetServer server, Run run, NatsFormatLog log)
            throws StartFailure {
        MonitorConfig settings = run.config().monitor();
        if (!settings.isOn()) {
            return null;
        }
        try {
            MonitorListener monitor = MonitorListener.start(settings, server.view(), run.digest(), log);
            log.notice("Starting http monitor on " + HostPort.join(settings.host(), monitor.port()));
            return monitor;
        } catch (IOException e) {
            String problem = HostPort.bindProblem(settings.host(), settings.port(), e);
            throw new StartFailure("Can't start monitoring: can't listen to the monitor port: " + problem, e);
        }
    }

    private static void listen(GannetServer server, ServerConfig config, @Nullable MonitorListener monitor)
            throws StartFailure {
        try {
            server.listen();
        } catch (UncheckedIOException e) {
            if (monitor != null) {
                monitor.close();
            }
            String host = config.client().host();
            int port = config.client().port();
            String problem = HostPort.bindProblem(host, port, Objects.requireNonNull(e.getCause()));
            throw new StartFailure(
                    "Error listening on port: " + HostPort.join(host, Math.max(0, port)) + ", \"" + problem + "\"", e);
        }
    }

    private static @Nullable PortsFile writePorts(
            ServerConfig config,
            EdgeProcess process,
            GannetServer server,
            @Nullable MonitorListener monitor,
            NatsFormatLog log) {
        Path directory = config.files().portsFileDir();
        if (directory == null) {
            return null;
        }
        // nats-server's name, whatever this program is called: it is where test harnesses look for the file.
        PortsFile file = new PortsFile(directory.resolve("nats-server_" + process.pid() + ".ports"));
        file.add("nats", "nats", config.client().host(), server.clientPort());
        if (monitor != null) {
            file.add("monitoring", "http", config.monitor().host(), monitor.port());
        }
        file.write(log);
        return file;
    }
}
