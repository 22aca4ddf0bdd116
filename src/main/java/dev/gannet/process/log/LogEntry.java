package dev.gannet.process.log;

import java.time.Instant;

/** What waits for the log's writer: lines, and what is done between two of them. */
sealed interface LogEntry {
    /** One line before it is rendered. */
    record LogLine(Instant time, LogLevel level, String text) implements LogEntry {}

    /** So many lines found no room here. */
    record Lost(Instant time, long lines) implements LogEntry {}

    /** The file may have been moved away: go on in one that has its name. */
    record Reopen(Instant time) implements LogEntry {}

    /** From here on lines go elsewhere. */
    record Change(Instant time, LogDestination destination) implements LogEntry {}
}
