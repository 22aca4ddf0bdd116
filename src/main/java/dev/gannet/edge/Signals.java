package dev.gannet.edge;

import dev.gannet.base.NatsFormatLog;
import dev.gannet.edge.signal.SignalTrap;
import dev.gannet.engine.GannetServer;

/**
 * What the process does when it is sent a signal. The JVM's own handlers, which would end the process with another exit
 * code, are replaced.
 *
 * <p><b>Owner:</b> the JVM calls each time on a new thread.
 */
final class Signals {
    private final GannetServer server;
    private final NatsFormatLog log;

    Signals(GannetServer server, NatsFormatLog log) {
        this.server = server;
        this.log = log;
    }

    void install() {
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
        log.error("Failed to reload server configuration: reload is known but not built yet");
    }
}
