package dev.gannet.process.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.process.log.LogEntry.LogLine;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.TimeZone;

/**
 * Renders lines as the reference server does: {@code [pid] 2026/11/21 11:28:42.123456 [INF] text}, and keeps them until
 * there is no more to render.
 *
 * <p><b>Owner:</b> its destination, which one thread uses at a time.
 */
final class LineFormat {
    /** From this length on the lines are better written. */
    static final int FULL_LENGTH = 32 * 1024;

    /** A buffer that one very long line made larger than this is not kept. */
    private static final int BUFFER_LENGTH_MAX = 64 * 1024;

    private static final byte[] LINE_END = {'\n'};
    /** The reference ends the lines about its files like this. */
    private static final byte[] FILE_LINE_END = {'\r', '\n'};

    private final LogStyle style;
    private final byte[] pidPrefix;
    private final LogTime time;
    private final LogTime localTime;
    private byte[] buffer = new byte[512];
    private int length;

    LineFormat(LogStyle style, TimeZone zone) {
        this.style = style;
        this.pidPrefix = ("[" + style.pid() + "] ").getBytes(UTF_8);
        this.localTime = new LogTime(zone);
        this.time = style.utc() ? new LogTime(null) : localTime;
    }

    void add(LogLine line) {
        add(line, time, LINE_END);
    }

    /** Adds a line about the log's files, whose times are local whatever the others are. */
    void addAboutFiles(LogLine line) {
        add(line, localTime, FILE_LINE_END);
    }

    /** Returns how many bytes wait to be written. */
    int length() {
        return length;
    }

    /** Writes the lines with one call. They are gone then, also if that failed. */
    void writeTo(OutputStream stream) throws IOException {
        int count = length;
        length = 0;
        if (count > 0) {
            stream.write(buffer, 0, count);
        }
        if (buffer.length > BUFFER_LENGTH_MAX) {
            buffer = new byte[BUFFER_LENGTH_MAX];
        }
    }

    /** Returns the end of a backup file's name. */
    String backupSuffix(Instant now) {
        return localTime.backupSuffix(now);
    }

    private void add(LogLine line, LogTime lineTime, byte[] lineEnd) {
        byte[] rest = line.level().label(style.colours()).concat(line.text()).getBytes(UTF_8);
        int needed = length + pidPrefix.length + LogTime.LENGTH + rest.length + lineEnd.length;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, Math.min(BUFFER_LENGTH_MAX, 2 * needed)));
        }
        append(pidPrefix);
        if (style.time()) {
            length = lineTime.render(line.time(), buffer, length);
        }
        append(rest);
        if (rest[rest.length - 1] != '\n') {
            append(lineEnd);
        }
    }

    private void append(byte[] part) {
        System.arraycopy(part, 0, buffer, length, part.length);
        length += part.length;
    }
}
