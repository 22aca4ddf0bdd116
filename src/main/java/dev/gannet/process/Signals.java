package dev.gannet.process;

import dev.gannet.config.reload.ReloadException;
import dev.gannet.process.log.NatsFormatLog;
import dev.gannet.process.signal.SignalTrap;

/**
 * What the process does when it is sent a signal. The JVM's own handlers, which would end the process with another exit
 * code, are replaced.
 *
 * <p><b>Owner:</b> the JVM calls each time on a new thread.
 */
public final class Signals {
    /** The server, as far as signals go. */
    public interface Target {
        void close();

        void enterLameDuckMode();

        void reload() throws ReloadException;

        boolean isLameDuck();
    }

    private final Target server;
    private final NatsFormatLog log;

    public Signals(Target server, NatsFormatLog log) {
        this.server = server;
        this.log = log;
    }

    public void install() {
        trap("INT", "interrupt", server::close);
        trap("TERM", "terminated", this::terminate);
        trap("HUP", "hangup", this::reload);
        trap("USR1", "user defined signal 1", log::reopen);
        trap("USR2", "user defined signal 2", server::enterLameDuckMode);
    }

    private void trap(String name, String meaning, Runnable action) {
        boolean set = SignalTrap.set(name, () -> {
            log.notice("Trapped \"" + meaning + "\" signal");
            action.run();
        });
        if (!set) {
            log.debug("Signal " + name + " cannot be handled on this system");
        }
    }

    /** Who leaves politely is not hurried; a second look is what an interrupt is for. */
    private void terminate() {
        if (!server.isLameDuck()) {
            server.close();
        }
    }

    private void reload() {
        try {
            server.reload();
        } catch (ReloadException e) {
            log.error("Failed to reload server configuration: " + e.getMessage());
        }
    }
}
