package dev.gannet.monitor.profile;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose turn it is to take a profile of the processor: one at a time, whichever way it was asked for, since two would see
 * each other. A turn ends by itself, also if whoever has it never comes back.
 *
 * <p><b>Owner:</b> any thread.
 */
public final class CpuTurn {
    private static final Turn NOBODY = new Turn(false, 0);

    private final AtomicReference<Turn> last = new AtomicReference<>(NOBODY);

    private record Turn(boolean isTaken, long endNanos) {
        boolean isOver(long nowNanos) {
            return !isTaken || nowNanos - endNanos >= 0;
        }
    }

    /** Takes the turn for {@code nanos} from {@code nowNanos} on; returns whether nobody else has it. */
    public boolean take(long nowNanos, long nanos) {
        Turn before = Objects.requireNonNull(last.get());
        return before.isOver(nowNanos) && last.compareAndSet(before, new Turn(true, nowNanos + nanos));
    }
}
