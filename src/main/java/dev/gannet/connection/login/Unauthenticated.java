package dev.gannet.connection.login;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections that have not shown yet who they are, and bounds them: each may keep something to be sent, a
 * handshake and a thread's time waiting.
 *
 * <p><b>Owner:</b> nobody; any thread.
 */
public final class Unauthenticated {
    private final AtomicInteger count = new AtomicInteger();

    /** Counts one in; returns whether there was a place for it. It is counted out again either way. */
    public boolean enter(int max) {
        return count.incrementAndGet() <= max;
    }

    public void leave() {
        count.decrementAndGet();
    }

    public int count() {
        return count.get();
    }
}
