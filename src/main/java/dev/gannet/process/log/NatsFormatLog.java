package dev.gannet.process.log;

import dev.gannet.base.ServerLog;
import dev.gannet.process.log.LogEntry.LogLine;
import java.time.InstantSource;

/**
 * The log of a process, with lines that look like the reference server's.
 *
 * <p><b>Owner:</b> any thread. Lines are written by a thread of the log's own, in the order in which they came; who logs
 * waits at most a few milliseconds.
 */
public final class NatsFormatLog implements ServerLog, AutoCloseable {
    private final InstantSource clock;
    private final LogWriter writer;
    private volatile boolean debug;
    private volatile boolean trace;

    NatsFormatLog(LogStyle style, LogDestination destination, InstantSource clock) {
        this.clock = clock;
        this.debug = style.debug();
        this.trace = style.trace();
        this.writer = new LogWriter(destination).start();
        if (destination instanceof FileDestination file && file.isFull()) {
            notice("Rotating logfile...");
        }
    }

    /** A log whose lines go to {@code destination}, which it closes. */
    public static NatsFormatLog open(LogStyle style, LogDestination destination) {
        return new NatsFormatLog(style, destination, InstantSource.system());
    }

    /**
     * From now on, lines go to {@code next} and are those that {@code style} wants; the former destination is closed when
     * it has all lines that came before, or does not take them.
     */
    public void change(LogStyle style, LogDestination next) {
        writer.command(new LogEntry.Change(clock.instant(), next));
        debug = style.debug();
        trace = style.trace();
        writer.abort();
    }

    @Override
    public void notice(String text) {
        write(LogLevel.NOTICE, text);
    }

    @Override
    public void warn(String text) {
        write(LogLevel.WARN, text);
    }

    @Override
    public void error(String text) {
        write(LogLevel.ERROR, text);
    }

    /** Returns when the line has been written, bounded in time: the process is about to end. */
    @Override
    public void fatal(String text) {
        write(LogLevel.FATAL, text);
        flush();
    }

    @Override
    public void debug(String text) {
        if (debug) {
            write(LogLevel.DEBUG, text);
        }
    }

    @Override
    public void trace(String text) {
        if (trace) {
            write(LogLevel.TRACE, text);
        }
    }

    @Override
    public boolean debugEnabled() {
        return debug;
    }

    @Override
    public boolean traceEnabled() {
        return trace;
    }

    /** Goes on in a new file after somebody moved the old one away, and says so; on a stream only says so. */
    public void reopen() {
        writer.command(new LogEntry.Reopen(clock.instant()));
    }

    /** Waits until all lines are written, bounded in time. */
    void flush() {
        writer.flush();
    }

    /** Ends the log when all lines are written, or that has taken too long; later lines are dropped. */
    @Override
    public void close() {
        writer.close();
    }

    private void write(LogLevel level, String text) {
        writer.add(new LogLine(clock.instant(), level, text));
    }
}
