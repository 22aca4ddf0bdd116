package dev.gannet.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for an effect that comes by itself, and fails with the last reason if it does not come in time. */
public final class Eventually {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Eventually() {}

    /** Tries {@code assertion} again and again until it does not fail. */
    public static void eventually(Assertion assertion) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (true) {
            try {
                assertion.check();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(INTERVAL_NANOS);
            }
        }
    }

    /** Something that holds or throws an {@link AssertionError}. */
    public interface Assertion {
        void check() throws Exception;
    }
}
