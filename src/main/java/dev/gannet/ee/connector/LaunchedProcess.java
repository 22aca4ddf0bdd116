package dev.gannet.ee.connector;

import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.config.tls.MonitoringCertificate;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.config.tls.TlsMaterial;
import dev.gannet.ee.config.ContainerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.http.ProfileListener;
import dev.gannet.net.ocsp.JvmStaples;
import dev.gannet.process.Announcement;
import dev.gannet.process.OwnProcess;
import dev.gannet.process.PidFile;
import dev.gannet.process.PortsFile;
import dev.gannet.process.ProcessReload;
import dev.gannet.process.Signals;
import dev.gannet.process.StartFailure;
import dev.gannet.process.log.GuestLog;
import dev.gannet.process.log.NatsFormatLog;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/**
 * The process of a server that a launcher has started inside a container: what is done there is what the edge host does,
 * in the same order.
 *
 * <p><b>Owner:</b> the thread that starts the application, then the one that stops it; signals come on threads of their
 * own.
 */
final class LaunchedProcess implements Signals.Target {
    private final GannetServer server;
    private final CommandLine.Run run;
    private final NatsFormatLog log;
    private final OwnProcess process;
    private final AtomicReference<@Nullable ProfileListener> profile = new AtomicReference<>();
    private final AtomicReference<@Nullable PortsFile> portsFile = new AtomicReference<>();

    LaunchedProcess(GannetServer server, CommandLine.Run run, NatsFormatLog log, OwnProcess process) {
        this.server = server;
        this.run = run;
        this.log = log;
        this.process = process;
    }

    /**
     * Does what comes before the server listens.
     *
     * @param again reads the settings once more, for a reload
     */
    void begin(Supplier<CommandLine> again) throws StartFailure {
        server.tls().stapleHost(new JvmStaples());
        server.configHost(new ProcessReload(again, log, process, portsFile::get, this::renewMonitorTls));
        joinContainersLog();
        Announcement.write(server.serverName(), server.serverId(), run, log);
        new Signals(this, log).install();
        PidFile.write(run.config().files().pidFile(), process);
        listenForProfiles();
        String httpHost = System.getProperty(ContainerConfig.HTTP_HOST);
        if (httpHost != null) {
            Announcement.writeMonitor(run.config().monitor(), httpHost, httpPort(), log);
        }
    }

    /** They are the process's, and not the container's to show: the same listener as the edge host's. */
    private void listenForProfiles() throws StartFailure {
        if (!run.config().features().profiling().isOn()) {
            return;
        }
        try {
            profile.set(ProfileListener.start(run.config(), server.view(), log));
        } catch (IOException e) {
            throw StartFailure.ofProfiling(run.config(), e);
        }
    }

    /** The launcher has put one into the JDK's logging, by which the container writes. */
    private void joinContainersLog() {
        for (Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
            if (handler instanceof GuestLog guest) {
                guest.join(log);
            }
        }
    }

    /** Says that the server is ready when its monitoring answers too, as it does where nats-server says so. */
    void ready() {
        String httpHost = System.getProperty(ContainerConfig.HTTP_HOST);
        MonitorConfig monitor = run.config().monitor();
        try {
            if (httpHost != null && !new HttpAnswers(monitor, httpHost, httpPort()).await()) {
                log.warn("The monitoring endpoints do not answer");
            }
            if (!server.isClosed()) { // It may have been told to end meanwhile.
                writePorts(httpHost);
                server.ready();
            }
        } catch (IOException e) {
            log.error("monitoring: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The application is stopped: nobody waits any more.
        }
    }

    /** The container shows the certificates of clients, also after a reload; of before, where there are none any more. */
    private void renewMonitorTls(ServerConfig now) {
        TlsConfig tls = now.tls();
        if (!run.config().monitor().isEncrypted()) {
            return;
        }
        if (tls == null) {
            log.warn("monitoring: there is no TLS for clients any more; https goes on with the certificate of before");
            return;
        }
        try {
            MonitoringCertificate.show(TlsMaterial.load(tls));
        } catch (TlsFileException | GeneralSecurityException e) {
            log.error("monitoring: the certificates of before stay: " + e.getMessage());
        }
    }

    private void writePorts(@Nullable String httpHost) {
        PortsFile file = PortsFile.of(run.config(), process, server.clientPort());
        if (httpHost != null) {
            file.addMonitoring(run.config().monitor(), httpHost, httpPort());
        }
        ProfileListener profiles = profile.get();
        if (profiles != null) {
            file.addProfile(run.config().client().host(), profiles.port());
        }
        file.write(run.config().files().portsFileDir(), log);
        portsFile.set(file);
    }

    /** Clears away what it left. */
    void end() {
        ProfileListener profiles = profile.getAndSet(null);
        if (profiles != null) {
            profiles.close();
        }
        PortsFile file = portsFile.getAndSet(null);
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

    /** Returns the port that the launcher has chosen where any will do. */
    private static int httpPort() {
        return Integer.getInteger(ContainerConfig.HTTP_PORT, MonitorConfig.OFF);
    }
}
