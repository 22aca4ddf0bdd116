package dev.gannet.process.signal;

import sun.misc.Signal;

/** Catches a signal that would otherwise end the process. */
public final class SignalTrap {
    private SignalTrap() {}

    /**
     * From now on, runs {@code action} on a thread of its own whenever the process is sent the signal.
     *
     * @param name of the signal, without SIG
     * @return whether this system has the signal and lets it be caught
     */
    public static boolean set(String name, Runnable action) {
        try {
            Signal.handle(new Signal(name), signal -> action.run());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
