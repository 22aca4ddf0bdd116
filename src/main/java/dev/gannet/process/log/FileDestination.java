package dev.gannet.process.log;

import dev.gannet.base.Quoted;
import dev.gannet.process.log.LogEntry.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A file that is set aside when it has grown past a limit, under its name and the time; the oldest such files are removed
 * when there are more than asked for.
 *
 * <p><b>Owner:</b> its log, which uses it from one thread at a time.
 */
final class FileDestination implements LogDestination {
    private final LogFile file;
    private final LineFormat format;
    private final LogRotation rotation;
    private long sizeLimitNow;

    FileDestination(LogFile file, LineFormat format, LogRotation rotation) {
        this.file = file;
        this.format = format;
        this.rotation = rotation;
        this.sizeLimitNow = rotation.sizeLimitBytes();
    }

    /** Returns whether the file was too large already when it was opened. */
    boolean isFull() {
        return rotation.sizeLimitBytes() > 0 && file.length() + format.length() > sizeLimitNow;
    }

    @Override
    public void write(LogLine line) throws IOException {
        format.add(line);
        if (isFull()) {
            flush();
            rotate(line.time());
        } else if (format.length() > LineFormat.FULL_LENGTH) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        format.writeTo(file);
    }

    @Override
    public boolean reopen() throws IOException {
        file.reopen();
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void rotate(Instant now) throws IOException {
        Path backup = file.path().resolveSibling(file.path().getFileName() + "." + format.backupSuffix(now));
        try {
            file.rotate(backup);
        } catch (IOException e) {
            sizeLimitNow *= 2;
            String again = "will attempt it again at size " + sizeLimitNow;
            say(LogLevel.ERROR, "Unable to set the log file aside (" + e + "), " + again, now);
            return;
        }
        sizeLimitNow = rotation.sizeLimitBytes();
        say(LogLevel.NOTICE, "Rotated log, backup saved as " + Quoted.of(backup.toString()), now);
        if (rotation.filesMax() > 0) {
            purge(now);
        }
    }

    private void purge(Instant now) throws IOException {
        try {
            List<Path> backups = file.backups();
            for (Path oldest : backups.subList(0, Math.max(0, backups.size() - (rotation.filesMax() - 1)))) {
                Files.delete(oldest);
                say(LogLevel.NOTICE, "Purged log file " + Quoted.of(String.valueOf(oldest.getFileName())), now);
            }
        } catch (IOException e) {
            say(LogLevel.ERROR, "Unable to remove old log files (" + e + "), will attempt next rotation", now);
        }
    }

    private void say(LogLevel level, String text, Instant now) throws IOException {
        format.addAboutFiles(new LogLine(now, level, text));
        flush();
    }
}
