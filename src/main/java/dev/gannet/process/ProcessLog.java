package dev.gannet.process;

import dev.gannet.config.LogConfig;
import dev.gannet.process.log.LogDestination;
import dev.gannet.process.log.LogStyle;
import dev.gannet.process.log.NatsFormatLog;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The log of a process: where its settings say, in nats-server's format. */
public final class ProcessLog {
    private ProcessLog() {}

    /** The failure's message is to be printed to standard error, since there is no log to write it to. */
    public static NatsFormatLog open(LogConfig settings, OwnProcess process) throws StartFailure {
        try {
            return NatsFormatLog.open(style(settings, process), destination(settings, process));
        } catch (IOException e) {
            String time = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss")
                    .format(LocalDateTime.now(ZoneId.systemDefault()));
            throw new StartFailure(time + " " + problem(settings, e), e);
        }
    }

    /**
     * Lets the log be what the settings say now: levels, times, and where it goes. Who calls tells the server too, see
     * {@code GannetServer.logChanged}.
     *
     * @throws StartFailure if the new destination cannot be written to; the log is as it was then
     */
    public static void change(NatsFormatLog log, LogConfig settings, OwnProcess process) throws StartFailure {
        try {
            log.change(style(settings, process), destination(settings, process));
        } catch (IOException e) {
            throw new StartFailure(problem(settings, e), e);
        }
    }

    private static LogStyle style(LogConfig settings, OwnProcess process) {
        return new LogStyle(
                process.pid(),
                settings.logtime(),
                settings.logtimeUtc(),
                settings.debug(),
                settings.trace(),
                process.isTerminal());
    }

    /** The first of them that is set counts (CF-235). */
    private static LogDestination destination(LogConfig settings, OwnProcess process) throws IOException {
        LogStyle style = style(settings, process);
        String remote = settings.remoteSyslog();
        if (settings.file() != null) {
            return LogDestination.file(style, settings.file(), settings.sizeLimitBytes(), settings.maxFiles());
        }
        if (remote != null) {
            return LogDestination.remoteSyslog(remote, process.program(), process.pid());
        }
        return settings.syslog()
                ? LogDestination.syslog(process.program(), process.pid())
                : LogDestination.standardError(style);
    }

    private static String problem(LogConfig settings, IOException e) {
        return settings.file() == null
                ? String.valueOf(e.getMessage())
                : "error opening file: "
                        + FileProblem.text("open", settings.file().toString(), e);
    }
}
