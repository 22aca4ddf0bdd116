package dev.gannet.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * A log whose lines look like the reference server's: {@code [pid] 2026/11/21 11:28:42.123456 [INF] text}.
 *
 * <p>It writes to the standard error stream or to a file. A file with a size limit is set aside when it has grown past
 * it, under its name and the time, and the oldest files are removed when there are more than asked for. A line that
 * cannot be written is lost; how many were lost is said by the next one that can.
 *
 * <p><b>Owner:</b> any thread; every line is rendered and written under this object's lock, with one write.
 */
public final class NatsFormatLog implements ServerLog, AutoCloseable {
    /** A buffer that one very long line made larger than this is not kept. */
    private static final int BUFFER_LENGTH_MAX = 64 * 1024;

    private static final byte[] LINE_END = {'\n'};
    /** The reference ends the lines about its files like this. */
    private static final byte[] FILE_LINE_END = {'\r', '\n'};

    private final LogStyle style;
    private final byte[] pidPrefix;
    private final InstantSource clock;
    private final LogTime time;
    private final LogTime localTime;
    private final LogOutput output;
    private final @Nullable LogFile file;
    private final LogRotation rotation;

    private byte[] buffer = new byte[512];
    private long sizeLimitNow;
    private long lost;
    private boolean closed;

    NatsFormatLog(LogStyle style, LogOutput output, InstantSource clock, TimeZone zone, LogRotation rotation) {
        this.style = style;
        this.pidPrefix = ("[" + style.pid() + "] ").getBytes(UTF_8);
        this.clock = clock;
        this.localTime = new LogTime(zone);
        this.time = style.utc() ? new LogTime(null) : localTime;
        this.output = output;
        this.file = output instanceof LogFile logFile ? logFile : null;
        this.rotation = rotation;
        this.sizeLimitNow = rotation.sizeLimitBytes();
    }

    /** A log on the standard error stream of the process. */
    public static NatsFormatLog toStandardError(LogStyle style) {
        OutputStream stream = new FileOutputStream(FileDescriptor.err);
        return new NatsFormatLog(
                style, new LogStream(stream), InstantSource.system(), TimeZone.getDefault(), LogRotation.NONE);
    }

    /**
     * A log in a file, which is made readable for its owner and group when it is not there yet.
     *
     * @param sizeLimitBytes when the file is set aside; zero is never
     * @param filesMax how many files are kept, the current one included; zero is all
     */
    public static NatsFormatLog toFile(LogStyle style, Path path, long sizeLimitBytes, int filesMax)
            throws IOException {
        return toFile(style, path, InstantSource.system(), sizeLimitBytes, filesMax);
    }

    static NatsFormatLog toFile(LogStyle style, Path path, InstantSource clock, long sizeLimitBytes, int filesMax)
            throws IOException {
        LogFile file = new LogFile(path);
        var log = new NatsFormatLog(
                style.withColours(false),
                file,
                clock,
                TimeZone.getDefault(),
                new LogRotation(sizeLimitBytes, filesMax));
        if (sizeLimitBytes > 0 && file.length() > sizeLimitBytes) {
            log.notice("Rotating logfile...");
        }
        return log;
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
        if (style.debug()) {
            write(LogLevel.DEBUG, text);
        }
    }

    @Override
    public void trace(String text) {
        if (style.trace()) {
            write(LogLevel.TRACE, text);
        }
    }

    @Override
    public boolean debugEnabled() {
        return style.debug();
    }

    @Override
    public boolean traceEnabled() {
        return style.trace();
    }

    /** Goes on in a new file after somebody moved the old one away, and says so; on a stream only says so. */
    public synchronized void reopen() {
        if (file == null) {
            notice("File log re-open ignored, not a file logger");
            return;
        }
        try {
            file.reopen();
            notice("File log re-opened");
        } catch (IOException e) {
            error("Unable to re-open the log file (" + e + "), going on in the old one");
        }
    }

    /** Ends the log; later lines are dropped. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            output.close();
        }
    }

    private synchronized void write(LogLevel level, String text) {
        if (closed) {
            return;
        }
        Instant now = clock.instant();
        if (!reportLost(now) || !writeLine(level, text, now, time, LINE_END)) {
            lost++;
        }
        if (file != null && rotation.sizeLimitBytes() > 0 && file.length() > sizeLimitNow) {
            rotate(file, now);
        }
    }

    private boolean reportLost(Instant now) {
        if (lost == 0) {
            return true;
        }
        String report = "Unable to write " + lost + " log lines before this one";
        if (!writeLine(LogLevel.WARN, report, now, time, LINE_END)) {
            return false;
        }
        lost = 0;
        return true;
    }

    /** Returns whether the line was written. */
    private boolean writeLine(LogLevel level, String text, Instant now, LogTime lineTime, byte[] lineEnd) {
        byte[] rest = level.label(style.colours()).concat(text).getBytes(UTF_8);
        byte[] line = bufferFor(pidPrefix.length + LogTime.LENGTH + rest.length + lineEnd.length);
        int length = append(line, 0, pidPrefix);
        length = style.time() ? lineTime.render(now, line, length) : length;
        length = append(line, length, rest);
        length = rest[rest.length - 1] == '\n' ? length : append(line, length, lineEnd);
        try {
            output.write(line, length);
            return true;
        } catch (IOException e) {
            return false; // There is no other place to say it; the next line that goes through does.
        }
    }

    private byte[] bufferFor(int length) {
        if (length > BUFFER_LENGTH_MAX) {
            return new byte[length];
        }
        if (length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(BUFFER_LENGTH_MAX, 2 * length));
        }
        return buffer;
    }

    private void rotate(LogFile full, Instant now) {
        Path backup = full.path().resolveSibling(full.path().getFileName() + "." + localTime.backupSuffix(now));
        try {
            full.rotate(backup);
        } catch (IOException e) {
            sizeLimitNow *= 2;
            String again = "will attempt it again at size " + sizeLimitNow;
            writeFileLine(LogLevel.ERROR, "Unable to set the log file aside (" + e + "), " + again, now);
            return;
        }
        sizeLimitNow = rotation.sizeLimitBytes();
        writeFileLine(LogLevel.NOTICE, "Rotated log, backup saved as " + Quoted.of(backup.toString()), now);
        if (rotation.filesMax() > 0) {
            purge(full, now);
        }
    }

    private void purge(LogFile current, Instant now) {
        try {
            List<Path> backups = current.backups();
            for (Path oldest : backups.subList(0, Math.max(0, backups.size() - (rotation.filesMax() - 1)))) {
                Files.delete(oldest);
                writeFileLine(
                        LogLevel.NOTICE, "Purged log file " + Quoted.of(String.valueOf(oldest.getFileName())), now);
            }
        } catch (IOException e) {
            writeFileLine(
                    LogLevel.ERROR, "Unable to remove old log files (" + e + "), will attempt next rotation", now);
        }
    }

    private void writeFileLine(LogLevel level, String text, Instant now) {
        if (!writeLine(level, text, now, localTime, FILE_LINE_END)) {
            lost++;
        }
    }

    private static int append(byte[] line, int position, byte[] part) {
        System.arraycopy(part, 0, line, position, part.length);
        return position + part.length;
    }
}
