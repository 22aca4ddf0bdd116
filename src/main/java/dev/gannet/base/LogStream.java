package dev.gannet.base;

import java.io.IOException;
import java.io.OutputStream;

/** A log's output on a stream that stays open when the log ends, such as the process's standard error. */
final class LogStream implements LogOutput {
    private final OutputStream stream;

    LogStream(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(byte[] line, int length) throws IOException {
        stream.write(line, 0, length);
    }

    @Override
    public void close() {}
}
