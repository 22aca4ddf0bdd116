package dev.gannet.jetstream.live;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The thread that streams belong to: it applies what the log has committed, and runs their timers. What comes to it is
 * bounded where it comes from: by the batches that are on their way, and the requests that are answered at a time.
 *
 * <p><b>Owner:</b> its thread; {@link #post} and {@link #stop} are for any.
 */
public final class StreamLoop implements Runnable {
    private static final long AT_MOST_NANOS = 1_000_000_000L;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final TimerQueue timers = new TimerQueue();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Clock clock;
    private final ServerLog log;

    public StreamLoop(Clock clock, ServerLog log) {
        this.clock = clock;
        this.log = log;
    }

    void start(ThreadFactory threads) {
        threads.newThread(this).start();
    }

    /** Runs something soon. Any thread. */
    public void post(Runnable task) {
        tasks.add(task);
    }

    TimerQueue timers() {
        return timers;
    }

    /** Ends the loop when everything is done that was posted before, and waits for that. */
    void stop() throws InterruptedException {
        stopped.set(true);
        tasks.add(() -> {});
        ended.await();
    }

    @Override
    public void run() {
        try {
            while (!stopped.get() || !tasks.isEmpty()) {
                turn();
            }
        } finally {
            ended.countDown();
        }
    }

    private void turn() {
        Runnable task = tasks.poll();
        if (task == null) {
            task = await();
        }
        if (task != null) {
            guarded(task);
        }
        long now = clock.nanoTime();
        if (timers.nextNanos() - now <= 0) {
            guarded(() -> timers.run(now));
        }
    }

    private @Nullable Runnable await() {
        long next = timers.nextNanos();
        long wait = next == TimerQueue.NEVER ? AT_MOST_NANOS : Math.min(AT_MOST_NANOS, next - clock.nanoTime());
        try {
            return wait <= 0 ? null : tasks.poll(wait, NANOSECONDS);
        } catch (InterruptedException e) {
            log.warn("stream loop: interrupted (expected: never); it goes on");
            return null;
        }
    }

    /** What fails for one stream must not stop the others. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            StackTraceElement[] trace = e.getStackTrace();
            log.error("stream loop: " + e + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }
}
