package dev.gannet.process.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.TimeZone;

/**
 * Renders lines as the reference server does: {@code [pid] 2026/11/21 11:28:42.123456 [INF] text}.
 *
 * <p><b>Owner:</b> its destination, which one thread uses at a time.
 */
final class LineFormat {
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

    LineFormat(LogStyle style, TimeZone zone) {
        this.style = style;
        this.pidPrefix = ("[" + style.pid() + "] ").getBytes(UTF_8);
        this.localTime = new LogTime(zone);
        this.time = style.utc() ? new LogTime(null) : localTime;
    }

    /** Writes the line with one call, and returns how many bytes it has. */
    int write(LogLine line, OutputStream stream) throws IOException {
        return write(line, time, LINE_END, stream);
    }

    /** Writes a line about the log's files, whose times are local whatever the others are. */
    int writeAboutFiles(LogLine line, OutputStream stream) throws IOException {
        return write(line, localTime, FILE_LINE_END, stream);
    }

    /** Returns the end of a backup file's name. */
    String backupSuffix(Instant now) {
        return localTime.backupSuffix(now);
    }

    private int write(LogLine line, LogTime lineTime, byte[] lineEnd, OutputStream stream) throws IOException {
        byte[] rest = line.level().label(style.colours()).concat(line.text()).getBytes(UTF_8);
        byte[] target = bufferFor(pidPrefix.length + LogTime.LENGTH + rest.length + lineEnd.length);
        int length = append(target, 0, pidPrefix);
        length = style.time() ? lineTime.render(line.time(), target, length) : length;
        length = append(target, length, rest);
        length = rest[rest.length - 1] == '\n' ? length : append(target, length, lineEnd);
        stream.write(target, 0, length);
        return length;
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

    private static int append(byte[] line, int position, byte[] part) {
        System.arraycopy(part, 0, line, position, part.length);
        return position + part.length;
    }
}
