package dev.gannet.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The process that the server is. Its start script knows some things for nothing that a JVM only learns slowly, and says
 * them in system properties.
 *
 * @param pid the process id
 * @param program what was started, as the help text calls it
 * @param isTerminal whether the standard error stream is a terminal
 * @param isRehearsal whether this start only shows the JVM what a start needs
 */
public record OwnProcess(long pid, String program, boolean isTerminal, boolean isRehearsal) {
    /** How the properties begin; {@link RunningServers} finds servers by the first. */
    static final String PREFIX = "gannet.process.";

    /** {@code program} is what it is called if the start script does not say. */
    public static OwnProcess current(String program) {
        Long pid = Long.getLong(PREFIX + "pid");
        return new OwnProcess(
                pid == null ? ProcessHandle.current().pid() : pid,
                System.getProperty(PREFIX + "program", program),
                Boolean.getBoolean(PREFIX + "terminal"),
                Boolean.getBoolean(PREFIX + "rehearsal"));
    }

    /** Writes to standard output itself, whatever a container has put in its place. */
    public void print(String text) {
        write(FileDescriptor.out, text);
    }

    /** Writes to standard error itself, whatever a container has put in its place. */
    public void printError(String text) {
        write(FileDescriptor.err, text);
    }

    /** What cannot be written is lost, as it is when the reference prints: there is nobody left to tell. */
    private static void write(FileDescriptor descriptor, String text) {
        OutputStream stream = new FileOutputStream(descriptor);
        try {
            stream.write(text.getBytes(UTF_8));
            stream.flush();
        } catch (IOException e) {
            assert descriptor.valid() : e;
        }
    }
}
