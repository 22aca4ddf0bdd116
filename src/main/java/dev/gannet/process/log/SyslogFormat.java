package dev.gannet.process.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.process.log.LogEntry.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/**
 * How a message to a syslog server looks (CF-240).
 *
 * @param kind who reads it
 * @param tag what the program is called
 */
record SyslogFormat(Kind kind, String tag, long pid, String host, ZoneId zone) {
    /** A datagram holds no more. */
    private static final int MESSAGE_BYTES_MAX = 60_000;

    private static final int DAEMON = 3;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);

    enum Kind {
        /** A server elsewhere. The reference gives it no facility, which makes it the kernel's; so do we. */
        REMOTE,
        /** A server behind a socket of the file system that was named. */
        UNIX,
        /** The system's own log. */
        LOCAL,
        /** The program {@code logger}, which adds the rest. */
        LOGGER
    }

    static SyslogFormat of(Kind kind, String tag, long pid) {
        return new SyslogFormat(kind, tag, pid, hostName(), ZoneId.systemDefault());
    }

    byte[] message(LogLine line) {
        int facility = kind == Kind.LOCAL || kind == Kind.LOGGER ? DAEMON : 0;
        String priority = "<" + (facility * 8 + line.level().severity()) + ">";
        String end = line.text().endsWith("\n") ? "" : "\n";
        String program = tag + "[" + pid + "]: ";
        String head = switch (kind) {
            case REMOTE -> time(DateTimeFormatter.ISO_OFFSET_DATE_TIME, line.time()) + " " + host + " " + program;
            case UNIX, LOCAL -> time(STAMP, line.time()) + " " + program;
            case LOGGER -> "";
        };
        byte[] bytes = (priority + head + line.text() + end).getBytes(UTF_8);
        return bytes.length <= MESSAGE_BYTES_MAX ? bytes : Arrays.copyOf(bytes, MESSAGE_BYTES_MAX);
    }

    private String time(DateTimeFormatter format, Instant time) {
        return format.format(time.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    /** Asking the name service could take long; the system knows its own name. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            String name = System.getenv().getOrDefault("COMPUTERNAME", System.getenv("HOSTNAME"));
            return name == null ? "localhost" : name;
        }
    }
}
