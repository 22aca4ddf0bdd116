package dev.gannet.client.inprocess;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for what takes some nanoseconds. To release it is a plain store: a lock of the JDK waits there until all that was written
 * under it has reached the cache, which costs a small message half of its time. Not reentrant; nothing waits while it holds it.
 */
final class ShortLock {
    private static final int SPINS = 100;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(ShortLock.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // The handle's.
    private volatile boolean held;

    void lock() {
        if (!HELD.compareAndSet(this, false, true)) {
            await();
        }
    }

    /** Whoever holds it is soon done, unless it has lost its processor. */
    private void await() {
        int spins = 0;
        while (held || !HELD.compareAndSet(this, false, true)) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(
                        this, PAUSE_NANOS); // At once over for an interrupted thread, which goes on looking.
            }
        }
    }

    void unlock() {
        HELD.setRelease(this, false);
    }
}
