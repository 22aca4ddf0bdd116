package dev.gannet.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where.
 *
 * @param debug whether debug lines are logged
 * @param trace whether every protocol operation is logged
 * @param traceVerbose whether those of the system account are logged too
 * @param traceHeaders whether a traced message shows its headers only
 * @param logtime whether a line has its time
 * @param logtimeUtc whether that time is UTC, not local
 * @param file where to write; null is elsewhere: a syslog server, or the standard error stream
 * @param sizeLimitBytes when the file is set aside and a new one begun; zero is never
 * @param maxFiles how many files are kept, the current one included; zero is all
 * @param syslog whether to write to the system's own log, if there is no file
 * @param remoteSyslog the URL of a syslog server to write to, if there is no file; or null
 */
public record LogConfig(
        boolean debug,
        boolean trace,
        boolean traceVerbose,
        boolean traceHeaders,
        boolean logtime,
        boolean logtimeUtc,
        @Nullable Path file,
        long sizeLimitBytes,
        int maxFiles,
        boolean syslog,
        @Nullable String remoteSyslog) {
    public LogConfig {
        Checks.atLeast("sizeLimitBytes", sizeLimitBytes, 0);
        Checks.atLeast("maxFiles", maxFiles, 0);
    }

    public static LogConfig defaults() {
        return new LogConfig(false, false, false, false, true, false, null, 0, 0, false, null);
    }
}
