package dev.gannet.monitor;

import dev.gannet.monitor.profile.CpuTurn;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a server learns of its monitoring only from its host: where the endpoints answer, what the configuration file was,
 * and how often they were asked, and whose turn it is to look at the processor.
 *
 * <p><b>Owner:</b> any thread; the host tells, whoever makes a page asks.
 */
public final class MonitorHost {
    private final RequestStats requests = new RequestStats();
    private final CpuTurn cpuTurn = new CpuTurn();
    private volatile @Nullable IntSupplier port;
    private volatile String configDigest = "";

    /**
     * Says where the endpoints answer.
     *
     * @param answering asked each time: a host may learn only later
     */
    public void port(IntSupplier answering) {
        port = answering;
    }

    /**
     * Returns where the endpoints answer.
     *
     * @param configured what it is while the host has not said
     */
    public int port(int configured) {
        IntSupplier answering = port;
        return answering == null ? configured : answering.getAsInt();
    }

    /** Says what the configuration file was: its digest, or the empty string without one. */
    public void configDigest(String digest) {
        configDigest = digest;
    }

    public String configDigest() {
        return configDigest;
    }

    public RequestStats requests() {
        return requests;
    }

    public CpuTurn cpuTurn() {
        return cpuTurn;
    }
}
