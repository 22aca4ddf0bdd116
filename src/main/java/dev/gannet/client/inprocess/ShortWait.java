package dev.gannet.client.inprocess;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A look at what mostly comes sooner than a sleeping thread is woken up, as long as it does: when looking was in vain a few times,
 * it is tried now and then only. A look takes at most {@value #MOMENT_MICROS} microseconds of a processor. Any thread.
 */
final class ShortWait {
    private static final long MOMENT_MICROS = 25;
    private static final int IN_VAIN_MAX = 8;
    private static final int SELDOM = 64;

    private final boolean hasProcessors;
    private final AtomicInteger inVain = new AtomicInteger();
    private final LongSupplier nanoTime;

    ShortWait(LongSupplier nanoTime, int processors) {
        this.nanoTime = nanoTime;
        this.hasProcessors = processors > 1;
    }

    /** Waits until {@code hasCome}, or for a moment. */
    void await(BooleanSupplier hasCome) {
        int before = inVain.get();
        if (!hasProcessors || (before >= IN_VAIN_MAX && before % SELDOM != 0)) {
            inVain.set(before + 1);
            return;
        }
        long start = nanoTime.getAsLong();
        while (!hasCome.getAsBoolean()) {
            if (nanoTime.getAsLong() - start > TimeUnit.MICROSECONDS.toNanos(MOMENT_MICROS)) {
                inVain.set(before + 1);
                return;
            }
            Thread.onSpinWait();
        }
        if (before != 0) {
            inVain.set(0);
        }
    }
}
