package dev.gannet.base;

import java.util.Arrays;

/**
 * The timers of one loop, in a binary heap by due time.
 *
 * <p><b>Owner:</b> the loop that runs it; every method is called there.
 *
 * <p><b>Units:</b> times are nanoseconds of the loop's clock.
 */
public final class TimerQueue {
    /** Returned by {@link #nextNanos} where no timer is set. */
    public static final long NEVER = Long.MAX_VALUE;

    private Timer[] heap = new Timer[64];
    private int size;

    /** Something to be done at a time. It is in one queue at a time, and set again as often as one likes. */
    public abstract static class Timer {
        private long dueNanos;
        private int index = -1;

        /** Does it; the timer is out of the queue then and may be set again. */
        protected abstract void fire(long nowNanos);

        public final boolean isSet() {
            return index >= 0;
        }

        /** Returns a timer that does one thing whenever it is due. */
        public static Timer of(Runnable action) {
            return new Action(action);
        }
    }

    private static final class Action extends Timer {
        private final Runnable action;

        Action(Runnable action) {
            this.action = action;
        }

        @Override
        protected void fire(long nowNanos) {
            action.run();
        }
    }

    /** Sets {@code timer} to this time, whether it was set before or not. */
    public void set(Timer timer, long dueNanos) {
        if (timer.index >= 0) {
            cancel(timer);
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.dueNanos = dueNanos;
        up(size++, timer);
    }

    /** Takes {@code timer} out, if it is set. */
    public void cancel(Timer timer) {
        int index = timer.index;
        if (index < 0) {
            return;
        }
        timer.index = -1;
        Timer moved = heap[--size];
        heap[size] = null;
        if (moved == timer) {
            return;
        }
        if (index > 0 && before(moved, heap[(index - 1) >> 1])) {
            up(index, moved);
        } else {
            down(index, moved);
        }
    }

    /** Returns when the next timer is due, or {@link #NEVER}. */
    public long nextNanos() {
        return size == 0 ? NEVER : heap[0].dueNanos;
    }

    /** Fires what is due. */
    public void run(long nowNanos) {
        while (size > 0 && heap[0].dueNanos - nowNanos <= 0) {
            Timer due = heap[0];
            cancel(due);
            due.fire(nowNanos);
        }
    }

    public int size() {
        return size;
    }

    private static boolean before(Timer one, Timer other) {
        return one.dueNanos - other.dueNanos < 0;
    }

    private void up(int from, Timer timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >> 1;
            if (!before(timer, heap[parent])) {
                break;
            }
            place(index, heap[parent]);
            index = parent;
        }
        place(index, timer);
    }

    private void down(int from, Timer timer) {
        int index = from;
        int half = size >> 1;
        while (index < half) {
            int child = 2 * index + 1;
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], timer)) {
                break;
            }
            place(index, heap[child]);
            index = child;
        }
        place(index, timer);
    }

    private void place(int index, Timer timer) {
        heap[index] = timer;
        timer.index = index;
    }
}
