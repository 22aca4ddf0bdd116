package dev.gannet.launch;

import dev.gannet.process.signal.SignalTrap;
import java.io.IOException;

/**
 * What ends the process while the container starts: it ends at once, since nobody is connected yet. The server replaces
 * these handlers by its own before clients can connect.
 *
 * <p><b>Owner:</b> the JVM calls on a new thread.
 */
final class EarlySignals {
    private static final int KILLED_BY = 128;

    private final InstanceDirectory directory;

    EarlySignals(InstanceDirectory directory) {
        this.directory = directory;
    }

    void install() {
        trap("HUP", 1);
        trap("INT", 2);
        trap("TERM", 15);
    }

    /** Signals that cannot be trapped here keep the JVM's handlers. */
    private void trap(String name, int number) {
        if (!SignalTrap.set(name, () -> end(number))) {
            System.getLogger("dev.gannet.launch").log(System.Logger.Level.DEBUG, "No signal " + name);
        }
    }

    private void end(int number) {
        try {
            directory.close();
        } catch (IOException e) {
            System.getLogger("dev.gannet.launch").log(System.Logger.Level.WARNING, "Not deleted", e);
        }
        Runtime.getRuntime().halt(KILLED_BY + number);
    }
}
