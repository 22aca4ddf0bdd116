package dev.gannet.base;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing at a time, in the order in which they come, and so owns what those things change. Mostly that is done by
 * a thread of its own; while there is nothing to do, whoever comes with something short may do it here and now, so that
 * it need not wait for a thread to wake up.
 *
 * <p>Any thread, but for what is said to be called by the loop.
 */
public abstract class TaskLoop implements Runnable {
    private static final int TASKS_PER_TURN = 16;
    private static final long SLEEP_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);
    private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean owned = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile boolean sleeping;
    private volatile boolean stopped;
    private long wakeNanos; // When the thread wakes up by itself; owned as all else is.

    /** A turn begins. Called by the loop, as the others are. */
    protected abstract void begin();

    /** Does one thing; must not throw. */
    protected abstract void perform(Runnable task);

    /** A turn ends. Returns after how many nanoseconds there is to be another one, even if nothing comes. */
    protected abstract long end();

    /** The loop's thread was interrupted, which nobody is to do; it goes on. */
    protected abstract void interrupted();

    /** Has something done soon. */
    public final void post(Runnable task) {
        tasks.add(task);
        if (sleeping) {
            LockSupport.unpark(thread);
        }
    }

    /** Does something here and now if there is nothing else to do, or else has it done soon. It must be short. */
    public final void doOrPost(Runnable task) {
        if (!tasks.isEmpty() || !owned.compareAndSet(false, true)) {
            post(task);
            return;
        }
        boolean wakesUpTooLate;
        try {
            begin();
            perform(task);
            wakesUpTooLate = next() - wakeNanos < 0;
        } finally {
            owned.set(false);
        }
        if (wakesUpTooLate) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the loop when everything is done that was posted before, and waits for that. */
    public final void stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        ended.await();
    }

    @Override
    public final void run() {
        thread = Thread.currentThread();
        try {
            while (!stopped || !tasks.isEmpty()) {
                if (owned.compareAndSet(false, true)) {
                    sleep(turn());
                } else {
                    LockSupport.parkNanos(this, BUSY_NANOS); // Somebody does something short.
                }
            }
        } finally {
            ended.countDown();
        }
    }

    /** Ends a turn; returns when there is to be another one, even if nothing comes. */
    private long next() {
        long nanos = end();
        return System.nanoTime() + Math.min(SLEEP_NANOS_MAX, nanos);
    }

    private long turn() {
        try {
            begin();
            Runnable task = tasks.poll();
            for (int count = 1; task != null; count++) {
                perform(task);
                task = count < TASKS_PER_TURN ? tasks.poll() : null;
            }
            wakeNanos = next();
            return wakeNanos;
        } finally {
            owned.set(false);
        }
    }

    private void sleep(long untilNanos) {
        sleeping = true;
        // Behind the line before, so that whoever posts sees that it sleeps, or it sees what was posted.
        if (tasks.isEmpty() && !stopped) {
            long nanos = untilNanos - System.nanoTime();
            if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }
        sleeping = false;
        if (Thread.interrupted()) {
            interrupted();
        }
    }
}
