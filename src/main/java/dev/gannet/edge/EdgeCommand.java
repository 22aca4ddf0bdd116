package dev.gannet.edge;

import dev.gannet.base.LogStyle;
import dev.gannet.base.NatsFormatLog;
import dev.gannet.config.LogConfig;
import dev.gannet.config.source.CommandLine;
import dev.gannet.config.source.CommandLine.ConfigIsValid;
import dev.gannet.config.source.CommandLine.Failure;
import dev.gannet.config.source.CommandLine.Misuse;
import dev.gannet.config.source.CommandLine.Run;
import dev.gannet.config.source.CommandLine.SendSignal;
import dev.gannet.config.source.CommandLine.Show;
import dev.gannet.config.source.Usage;
import dev.gannet.protocol.ServerInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what the command line asks for. Each answer is the exit code. */
final class EdgeCommand implements CommandLine.Handler<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    /** Scripts look for this name in front of an error, and for its version, whatever the program is called. */
    private static final String REFERENCE = "nats-server";

    private final EdgeProcess process;
    private final @Nullable Rehearsal rehearsal;

    /** {@code rehearsal} is told when a server is ready; null if this start is a real one. */
    EdgeCommand(EdgeProcess process, @Nullable Rehearsal rehearsal) {
        this.process = process;
        this.rehearsal = rehearsal;
    }

    @Override
    public Integer onRun(Run run) {
        printLines(run.warnings());
        printLines(run.notBuilt());
        LogConfig settings = run.config().log();
        try (NatsFormatLog log = openLog(settings)) {
            return serve(run, log);
        } catch (IOException e) {
            String time = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss")
                    .format(LocalDateTime.now(ZoneId.systemDefault()));
            process.printError(time + " error opening file: "
                    + FileProblem.text("open", String.valueOf(settings.file()), e) + "\n");
            return FAILED;
        }
    }

    private int serve(Run run, NatsFormatLog log) {
        try {
            EdgeServer server = EdgeServer.start(run, process, log);
            if (rehearsal != null) {
                rehearsal.play(server);
            }
            server.awaitEnd();
            return DONE;
        } catch (StartFailure e) {
            log.fatal(String.valueOf(e.getMessage()));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private NatsFormatLog openLog(LogConfig settings) throws IOException {
        Path file = settings.file();
        LogStyle style = new LogStyle(
                process.pid(),
                settings.logtime(),
                settings.logtimeUtc(),
                settings.debug(),
                settings.trace(),
                file == null && process.isTerminal());
        return file == null
                ? NatsFormatLog.toStandardError(style)
                : NatsFormatLog.toFile(style, file, settings.sizeLimitBytes(), settings.maxFiles());
    }

    @Override
    public Integer onShow(Show show) {
        process.print(
                switch (show.topic()) {
                    case VERSION -> REFERENCE + ": v" + ServerInfo.VERSION + "\ngannet-edge: v" + ownVersion() + "\n";
                    case HELP -> Usage.text(process.program());
                    case TLS_HELP -> Usage.tlsText();
                });
        return DONE;
    }

    @Override
    public Integer onSendSignal(SendSignal signal) {
        try {
            new SignalCommand(new RunningServers(process.pid())).send(signal.text());
            return DONE;
        } catch (SignalFailure e) {
            printError(String.valueOf(e.getMessage()));
            return FAILED;
        }
    }

    @Override
    public Integer onConfigIsValid(ConfigIsValid valid) {
        printLines(valid.notBuilt());
        printError(valid.text());
        return DONE;
    }

    @Override
    public Integer onMisuse(Misuse misuse) {
        process.printError(endLine(misuse.text()));
        process.print(Usage.text(process.program()));
        return DONE; // Not a mistake: the reference's own usage text ends it so.
    }

    @Override
    public Integer onFailure(Failure failure) {
        printError(failure.text());
        return FAILED;
    }

    private void printError(String text) {
        process.printError(REFERENCE + ": " + text + "\n");
    }

    private void printLines(List<String> lines) {
        for (String line : lines) {
            process.printError(endLine(line));
        }
    }

    private static String endLine(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }

    private static String ownVersion() {
        String version = EdgeCommand.class.getPackage().getImplementationVersion();
        return version == null ? "0 (not packaged)" : version;
    }
}
