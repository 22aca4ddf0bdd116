package dev.gannet.process.log;

import dev.gannet.process.log.LogEntry.LogLine;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that stays open when the log ends, such as the process's standard error. */
final class StreamDestination implements LogDestination {
    private final OutputStream stream;
    private final LineFormat format;

    StreamDestination(OutputStream stream, LineFormat format) {
        this.stream = stream;
        this.format = format;
    }

    @Override
    public void write(LogLine line) throws IOException {
        format.add(line);
        if (format.length() > LineFormat.FULL_LENGTH) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        format.writeTo(stream);
    }

    @Override
    public void close() {}
}
