package dev.gannet.edge;

import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.flag.CommandLine.Run;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.engine.DaemonThreads;
import dev.gannet.engine.GannetServer;
import dev.gannet.engine.StartRefusedException;
import dev.gannet.jmx.ServerBeans;
import dev.gannet.monitor.http.ProfileListener;
import dev.gannet.net.ocsp.JvmStaples;
import dev.gannet.net.ocsp.OcspException;
import dev.gannet.process.Announcement;
import dev.gannet.process.OwnProcess;
import dev.gannet.process.PidFile;
import dev.gannet.process.PortsFile;
import dev.gannet.process.ProcessReload;
import dev.gannet.process.Signals;
import dev.gannet.process.StartFailure;
import dev.gannet.process.log.NatsFormatLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server and what belongs to its process: signals, the process id file, the listeners of monitoring and of profiles, the
 * ports file.
 * They start in the reference's order, since what watches a start reads the log.
 *
 * <p><b>Owner:</b> the main thread; a signal's thread closes the server.
 */
final class EdgeServer implements Signals.Target {
    private final GannetServer server;
    private final Run run;
    private final NatsFormatLog log;
    private volatile @Nullable MonitorListener monitor;
    private volatile @Nullable ProfileListener profile;
    private volatile @Nullable PortsFile portsFile;

    private EdgeServer(GannetServer server, Run run, NatsFormatLog log) {
        this.server = server;
        this.run = run;
        this.log = log;
    }

    /** Makes a server, which fails if its own certificate is no longer good and that is asked for. */
    static EdgeServer create(Run run, NatsFormatLog log) throws StartFailure {
        GannetServer server = GannetServer.create(run.config(), log, new DaemonThreads());
        server.tls().stapleHost(new JvmStaples());
        try {
            server.tls().open(run.config());
        } catch (OcspException | TlsFileException e) {
            server.close();
            throw new StartFailure("nats-server: " + e.getMessage(), e);
        }
        return new EdgeServer(server, run, log);
    }

    /**
     * Starts everything; clients can connect when this returns.
     *
     * @param again reads the settings once more, for a reload
     */
    void start(Supplier<CommandLine> again, OwnProcess process) throws StartFailure {
        server.view().host().configDigest(run.digest());
        Announcement.write(server.serverName(), server.serverId(), run, log);
        server.configHost(new ProcessReload(again, log, process, () -> portsFile, this::renewMonitorTls));
        new Signals(this, log).install();
        PidFile.write(run.config().files().pidFile(), process);
        listenForProfiles();
        listenForMonitoring();
        listen();
        showInJmx();
        if (!server.isClosed()) { // It may have been told to end meanwhile.
            writePorts(process);
        }
    }

    int clientPort() {
        return server.clientPort();
    }

    /** Waits until a signal or the end of lame duck mode has closed the server, and clears away what it left. */
    void awaitEnd() throws InterruptedException {
        server.awaitClosed();
        closePages();
        PortsFile file = portsFile;
        if (file != null) {
            file.remove(log);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public void enterLameDuckMode() {
        server.enterLameDuckMode();
    }

    @Override
    public void reload() throws ReloadException {
        server.reload();
    }

    @Override
    public boolean isLameDuck() {
        return server.isLameDuck();
    }

    private void listenForProfiles() throws StartFailure {
        if (!run.config().features().profiling().isOn()) {
            return;
        }
        try {
            profile = ProfileListener.start(run.config(), server.view(), log);
        } catch (IOException e) {
            throw StartFailure.ofProfiling(run.config(), e);
        }
    }

    private void listenForMonitoring() throws StartFailure {
        MonitorConfig settings = run.config().monitor();
        if (!settings.isOn()) {
            return;
        }
        StartFailure.requireMonitoring(run.config());
        try {
            MonitorListener started = MonitorListener.start(run.config(), server.view(), server.tls(), log);
            monitor = started;
            Announcement.writeMonitor(settings, settings.host(), started.port(), log);
        } catch (IOException e) {
            throw StartFailure.ofMonitoring(settings, e);
        } catch (TlsFileException e) {
            throw new StartFailure("Can't start monitoring: " + e.getMessage(), e);
        }
    }

    /** Only where somebody may look: management is a tenth of the memory of an idle server, and of its start. */
    private void showInJmx() {
        boolean isManaged = System.getProperties().stringPropertyNames().stream()
                .anyMatch(name -> name.startsWith("com.sun.management.jmxremote"));
        if (isManaged) {
            ServerBeans.showUntilClosed(server, ManagementFactory.getPlatformMBeanServer(), log);
        }
    }

    private void renewMonitorTls(ServerConfig now) {
        MonitorListener listener = monitor;
        if (listener != null) {
            listener.reload(now);
        }
    }

    private void closePages() {
        MonitorListener listener = monitor;
        if (listener != null) {
            listener.close();
        }
        ProfileListener profiles = profile;
        if (profiles != null) {
            profiles.close();
        }
    }

    private void listen() throws StartFailure {
        try {
            server.listen();
        } catch (UncheckedIOException e) {
            closePages();
            throw StartFailure.ofListening(run.config().client(), Objects.requireNonNull(e.getCause()));
        } catch (StartRefusedException e) {
            closePages();
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void writePorts(OwnProcess process) {
        PortsFile file = PortsFile.of(run.config(), process, server.clientPort());
        MonitorListener listener = monitor;
        if (listener != null) {
            MonitorConfig settings = run.config().monitor();
            file.addMonitoring(settings, settings.host(), listener.port());
        }
        ProfileListener profiles = profile;
        if (profiles != null) {
            file.addProfile(run.config().client().host(), profiles.port());
        }
        file.write(run.config().files().portsFileDir(), log);
        portsFile = file;
    }
}
