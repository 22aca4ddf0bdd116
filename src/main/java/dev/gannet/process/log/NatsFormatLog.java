package dev.gannet.process.log;

import dev.gannet.base.ServerLog;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The log of a process, with lines that look like the reference server's. A line that cannot be written is lost; how many
 * were lost is said by the next one that can.
 *
 * <p><b>Owner:</b> any thread; every line is written under this object's lock, with one write.
 */
public final class NatsFormatLog implements ServerLog, AutoCloseable {
    private final InstantSource clock;
    private volatile boolean debug;
    private volatile boolean trace;
    private LogDestination destination;
    private long lost;
    private boolean closed;

    NatsFormatLog(LogStyle style, LogDestination destination, InstantSource clock) {
        this.clock = clock;
        this.debug = style.debug();
        this.trace = style.trace();
        this.destination = destination;
        greet(destination);
    }

    /** A log whose lines go to {@code destination}, which it closes. */
    public static NatsFormatLog open(LogStyle style, LogDestination destination) {
        return new NatsFormatLog(style, destination, InstantSource.system());
    }

    /** From now on, lines go to {@code next} and are those that {@code style} wants; the former destination is closed. */
    public void change(LogStyle style, LogDestination next) {
        LogDestination former;
        synchronized (this) {
            former = destination;
            destination = next;
            debug = style.debug();
            trace = style.trace();
        }
        try {
            former.close();
        } catch (IOException e) {
            error("Error closing logger: " + e);
        }
        greet(next);
    }

    private void greet(LogDestination opened) {
        if (opened instanceof FileDestination file && file.isFull()) {
            notice("Rotating logfile...");
        }
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

    @Override
    public void fatal(String text) {
        write(LogLevel.FATAL, text);
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
    public synchronized void reopen() {
        try {
            notice(destination.reopen() ? "File log re-opened" : "File log re-open ignored, not a file logger");
        } catch (IOException e) {
            error("Unable to re-open the log file (" + e + "), going on in the old one");
        }
    }

    /** Ends the log; later lines are dropped. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            destination.close();
        }
    }

    private synchronized void write(LogLevel level, String text) {
        if (closed) {
            return;
        }
        Instant now = clock.instant();
        if (!reportLost(now) || !write(new LogLine(now, level, text))) {
            lost++;
        }
    }

    private boolean reportLost(Instant now) {
        if (lost == 0) {
            return true;
        }
        String report = "Unable to write " + lost + " log lines before this one";
        if (!write(new LogLine(now, LogLevel.WARN, report))) {
            return false;
        }
        lost = 0;
        return true;
    }

    /** Returns whether the line was written. */
    private boolean write(LogLine line) {
        try {
            destination.write(line);
            return true;
        } catch (IOException e) {
            return false; // There is no other place to say it; the next line that goes through does.
        }
    }
}
