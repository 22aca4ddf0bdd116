package dev.gannet.process;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.reload.ConfigHost;
import dev.gannet.config.reload.Effect;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.process.log.NatsFormatLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a reload asks of the process: its settings once more, and its log and files as they say.
 *
 * <p><b>Owner:</b> whoever reloads, one at a time.
 */
public final class ProcessReload implements ConfigHost {
    private final Supplier<CommandLine> settings;
    private final NatsFormatLog log;
    private final OwnProcess process;
    private final Supplier<@Nullable PortsFile> portsFile;
    private final Consumer<ServerConfig> tlsChanged;

    /**
     * @param settings reads the command line and the file again
     * @param portsFile the file that is there, if there is one yet
     * @param tlsChanged is told when certificates may be others
     */
    public ProcessReload(
            Supplier<CommandLine> settings,
            NatsFormatLog log,
            OwnProcess process,
            Supplier<@Nullable PortsFile> portsFile,
            Consumer<ServerConfig> tlsChanged) {
        this.settings = settings;
        this.log = log;
        this.process = process;
        this.portsFile = portsFile;
        this.tlsChanged = tlsChanged;
    }

    @Override
    public Loaded read() throws ReloadException {
        return loaded(settings.get());
    }

    /** Returns what was read, if it starts a server from a file. */
    public static Loaded loaded(CommandLine read) throws ReloadException {
        if (read instanceof CommandLine.Failure failure) {
            throw ReloadException.ofStart(failure.text());
        }
        if (!(read instanceof CommandLine.Run run) || run.configFile() == null) {
            throw new ReloadException("can only reload config when a file is provided using -c or --config");
        }
        List<String> warnings = new ArrayList<>(run.warnings());
        warnings.addAll(run.notBuilt());
        return new Loaded(run.config(), run.digest(), warnings);
    }

    @Override
    public void apply(Effect effect, ServerConfig now) {
        try {
            switch (effect) {
                case LOG -> ProcessLog.change(log, now.log(), process);
                case PID_FILE -> PidFile.write(now.files().pidFile(), process);
                case PORTS_FILE -> move(now);
                case TLS -> tlsChanged.accept(now);
                default -> throw new IllegalArgumentException("effect: " + effect + " (expected: one of the process)");
            }
        } catch (StartFailure e) {
            String text = String.valueOf(e.getMessage());
            log.error(text.replaceFirst("^Could not write pidfile: ", "Failed to write pidfile: "));
        }
    }

    private void move(ServerConfig now) {
        PortsFile file = portsFile.get();
        if (file != null) {
            file.write(now.files().portsFileDir(), log);
        }
    }
}
