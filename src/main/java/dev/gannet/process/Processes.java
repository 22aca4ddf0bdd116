package dev.gannet.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other processes of this machine, as far as a signal is concerned. */
interface Processes {
    /** Returns the ids of the servers that run, in ascending order. */
    List<Long> servers() throws SignalFailure;

    /** Sends a signal, named without SIG; returns why that failed, null if it did not. */
    @Nullable
    String send(String signal, long pid) throws SignalFailure;
}
