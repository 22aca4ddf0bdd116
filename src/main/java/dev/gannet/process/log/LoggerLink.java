package dev.gannet.process.log;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;

/** The system's own log, by way of the program {@code logger}, which is given lines with their priority in front. */
final class LoggerLink implements SyslogLink {
    private final Process logger;
    private final OutputStream lines;

    private LoggerLink(Process logger) {
        this.logger = logger;
        this.lines = logger.getOutputStream();
    }

    static LoggerLink start(String tag, long pid) throws IOException {
        try {
            Process logger = new ProcessBuilder("logger", "--prio-prefix", "--id=" + pid, "-t", tag)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return new LoggerLink(logger);
        } catch (IOException e) {
            throw new IOException("the system's log takes datagrams, and there is no program logger to send them", e);
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        lines.write(message);
        lines.flush();
        if (!logger.isAlive()) {
            throw new IOException("logger ended: " + logger.exitValue());
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
