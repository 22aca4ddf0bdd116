package dev.gannet.process.log;

import dev.gannet.base.Quoted;
import dev.gannet.process.log.LogEntry.LogLine;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TimeZone;

/** Where the lines of a log go. One thread calls at a time. */
public interface LogDestination extends Closeable {
    /** The standard error stream of the process, whatever a container has put in its place. */
    static LogDestination standardError(LogStyle style) {
        return new StreamDestination(
                new FileOutputStream(FileDescriptor.err), new LineFormat(style, TimeZone.getDefault()));
    }

    /**
     * A file, which is made readable for its owner and group when it is not there yet.
     *
     * @param sizeLimitBytes when the file is set aside; zero is never
     * @param filesMax how many files are kept, the current one included; zero is all
     */
    static LogDestination file(LogStyle style, Path path, long sizeLimitBytes, int filesMax) throws IOException {
        LineFormat format = new LineFormat(style.withColours(false), TimeZone.getDefault());
        return new FileDestination(new LogFile(path), format, new LogRotation(sizeLimitBytes, filesMax));
    }

    /**
     * The system's own log.
     *
     * @param tag what the program is called
     */
    static LogDestination syslog(String tag, long pid) throws IOException {
        try {
            SyslogLink link = SyslogAddress.openLocal(tag, pid);
            SyslogFormat.Kind kind = link instanceof LoggerLink ? SyslogFormat.Kind.LOGGER : SyslogFormat.Kind.LOCAL;
            return new SyslogDestination(
                    link, () -> SyslogAddress.openLocal(tag, pid), SyslogFormat.of(kind, tag, pid));
        } catch (IOException e) {
            throw connecting(e);
        }
    }

    /** A syslog server elsewhere: {@code udp://host:port}, {@code tcp://host:port} or {@code unix:///path}. */
    static LogDestination remoteSyslog(String url, String tag, long pid) throws IOException {
        SyslogAddress address = SyslogAddress.of(url);
        SyslogFormat.Kind kind = address.isLocal() ? SyslogFormat.Kind.UNIX : SyslogFormat.Kind.REMOTE;
        try {
            return new SyslogDestination(address.open(), address::open, SyslogFormat.of(kind, tag, pid));
        } catch (IOException e) {
            throw connecting(e);
        }
    }

    private static IOException connecting(IOException e) {
        return new IOException("error connecting to syslog: " + Quoted.of(String.valueOf(e.getMessage())), e);
    }

    /** Takes one whole line; it may wait for {@link #flush}. */
    void write(LogLine line) throws IOException;

    /** Writes what waits. */
    void flush() throws IOException;

    /** Goes on in a new file after somebody moved the old one away; returns false if it is no file. */
    default boolean reopen() throws IOException {
        return false;
    }
}
