package dev.gannet.net;

import dev.gannet.base.TimerQueue;
import java.util.function.LongSupplier;

/**
 * Tells a peer that a write to it takes longer than it may, and, if the peer bears that, when it is done after all.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
final class WriteDeadline extends TimerQueue.Timer {
    private final SocketTransport transport;
    private final LongSupplier deadlineNanos;
    private long lateSinceNanos; // Zero if none is late.
    private long lateBytes;

    /** {@code deadlineNanos} is how long one write may take. */
    WriteDeadline(SocketTransport transport, LongSupplier deadlineNanos) {
        this.transport = transport;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    protected void fire(long nowNanos) {
        check(nowNanos);
    }

    /** Something waits: looks whether it does so for too long, and else looks again when that would be so. */
    void check(long nowNanos) {
        long since = transport.outbox().writingSinceNanos();
        if (since == 0) {
            return;
        }
        long due = since + deadlineNanos.getAsLong();
        if (due - nowNanos > 0) {
            transport.loop().timers().set(this, due);
        } else if (!transport.isEnding()) {
            late(nowNanos);
        }
    }

    private void late(long nowNanos) {
        long bytes = transport.outbox().writeAnew(nowNanos);
        if (transport.served().outputLate(bytes > 0)) {
            lateSinceNanos = nowNanos;
            lateBytes = bytes;
            transport.loop().timers().set(this, nowNanos + deadlineNanos.getAsLong());
        }
    }

    /** Some of what waits was written. */
    void wrote() {
        if (lateSinceNanos == 0 || transport.outbox().writingSinceNanos() == lateSinceNanos || transport.isEnding()) {
            return;
        }
        long took = transport.loop().nowNanos() - lateSinceNanos;
        lateSinceNanos = 0;
        transport.served().outputRecovered(took, lateBytes);
    }
}
