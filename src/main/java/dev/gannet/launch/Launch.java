package dev.gannet.launch;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.flag.CommandLine.Run;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.config.tls.TlsMaterial;
import dev.gannet.process.OwnProcess;
import dev.gannet.process.ProcessCommand;
import dev.gannet.process.ProcessLog;
import dev.gannet.process.StartFailure;
import dev.gannet.process.log.NatsFormatLog;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One start of the server, from what the command line says to the end of the container.
 *
 * <p><b>Owner:</b> the main thread.
 */
final class Launch {
    private final OwnProcess process;
    private final List<String> arguments;
    private final @Nullable Rehearsal rehearsal;

    /** {@code rehearsal} is what the start is for; null if it is a real one. */
    Launch(OwnProcess process, List<String> arguments, @Nullable Rehearsal rehearsal) {
        this.process = process;
        this.arguments = arguments;
        this.rehearsal = rehearsal;
    }

    /** Returns the exit code, when the server has ended. */
    int serve(Run run) {
        try {
            serveInContainer(run);
            return ProcessCommand.DONE;
        } catch (StartFailure e) {
            logFailure(String.valueOf(e.getMessage()), run);
            return ProcessCommand.FAILED;
        } catch (IOException e) {
            logFailure("Can't start: " + e, run);
            return ProcessCommand.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProcessCommand.FAILED;
        }
    }

    private void serveInContainer(Run run) throws StartFailure, IOException, InterruptedException {
        Ports ports = new Ports();
        ports.requireFree(run.config().client());
        StartFailure.requireMonitoring(run.config());
        HttpAddress http = HttpAddress.of(run.config().monitor(), ports);
        TlsConfig tls = http.isEncrypted() ? run.config().tls() : null;
        if (tls != null) {
            showInMonitoring(tls);
        }
        Installation installation = Installation.current();
        if (installation.home() != null) {
            CompilerDirectives.add(installation.home().resolve(CompilerDirectives.FILE));
        }
        try (InstanceDirectory directory = InstanceDirectory.create(installation)) {
            new EarlySignals(directory).install();
            ContainerSettings settings = new ContainerSettings(arguments, http, tls, directory);
            settings.properties().forEach(System::setProperty);
            installation.properties().forEach(System::setProperty);
            serveInContainer(installation, settings, http);
        }
    }

    private static void showInMonitoring(TlsConfig tls) throws StartFailure {
        try {
            MonitoringKeys.install(TlsMaterial.load(tls));
        } catch (TlsFileException | GeneralSecurityException e) {
            throw new StartFailure("Can't start monitoring: " + e.getMessage(), e);
        }
    }

    private void serveInContainer(Installation installation, ContainerSettings settings, HttpAddress http)
            throws StartFailure, IOException, InterruptedException {
        ServerWatch watch = ServerWatch.install();
        try (Container container = Container.boot(installation, settings.arguments())) {
            ContainerLog containerLog = ContainerLog.installed();
            if (!watch.hasOpened()) {
                throw new StartFailure("Can't start: " + containerLog.firstProblem());
            }
            containerLog.bootIsOver();
            if (rehearsal == null) {
                watch.awaitClosed();
            } else {
                rehearsal.play(http);
            }
            containerLog.serverHasEnded();
        }
    }

    /** The server itself may have said why, in the application. */
    private void logFailure(String text, Run run) {
        if (Boolean.getBoolean(ContainerSettings.FAILED)) {
            return;
        }
        try (NatsFormatLog log = ProcessLog.open(run.config().log(), process)) {
            log.fatal(text);
        } catch (StartFailure e) {
            process.printError(e.getMessage() + "\n");
        }
    }
}
