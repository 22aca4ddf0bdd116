package dev.gannet.base;

import java.io.Closeable;
import java.io.IOException;

/** Where the bytes of a log go. One thread calls at a time. */
interface LogOutput extends Closeable {
    /** Writes one whole line with one call to the operating system. */
    void write(byte[] line, int length) throws IOException;
}
