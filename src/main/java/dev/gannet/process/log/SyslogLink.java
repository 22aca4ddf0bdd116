package dev.gannet.process.log;

import java.io.Closeable;
import java.io.IOException;

/** The way to a syslog server. One thread uses it at a time. */
interface SyslogLink extends Closeable {
    /** Sends one message. It may take long: an interrupt ends it. */
    void send(byte[] message) throws IOException;

    /** Makes the way anew when the last one was lost. */
    interface Opener {
        /** The failure's message says what was tried and why it failed, in the operating system's words. */
        SyslogLink open() throws IOException;
    }
}
