package dev.gannet.process;

import dev.gannet.base.LogStyle;
import dev.gannet.base.NatsFormatLog;
import dev.gannet.config.LogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The log of a process: where its settings say, in nats-server's format. */
public final class ProcessLog {
    private ProcessLog() {}

    /** The failure's message is to be printed to standard error, since there is no log to write it to. */
    public static NatsFormatLog open(LogConfig settings, OwnProcess process) throws StartFailure {
        Path file = settings.file();
        LogStyle style = new LogStyle(
                process.pid(),
                settings.logtime(),
                settings.logtimeUtc(),
                settings.debug(),
                settings.trace(),
                file == null && process.isTerminal());
        if (file == null) {
            return NatsFormatLog.toStandardError(style);
        }
        try {
            return NatsFormatLog.toFile(style, file, settings.sizeLimitBytes(), settings.maxFiles());
        } catch (IOException e) {
            String time = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss")
                    .format(LocalDateTime.now(ZoneId.systemDefault()));
            String problem = FileProblem.text("open", file.toString(), e);
            throw new StartFailure(time + " error opening file: " + problem, e);
        }
    }
}
