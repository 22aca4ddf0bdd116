package dev.gannet.jetstream.loop;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TaskLoop;
import dev.gannet.base.TimerQueue;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.routing.Router;
import java.util.concurrent.ThreadFactory;

/**
 * What streams belong to: it applies what the log has committed, sends the answers, and runs the streams' timers. What
 * comes to it is bounded where it comes from: by the batches that are on their way, and the requests that are answered at
 * a time.
 *
 * <p><b>Owner:</b> whoever does its tasks; see {@link TaskLoop}.
 */
public final class StreamLoop extends TaskLoop {
    private final LoopContext context;
    private final Clock clock;
    private final ServerLog log;

    /** @param loops routes messages for this one too */
    public StreamLoop(LoopAccess loops, Clock clock, ServerLog log) {
        this.clock = clock;
        this.log = log;
        this.context = loops.join(this::post);
    }

    public void start(ThreadFactory threads) {
        post(() -> context.start(clock.nanoTime()));
        threads.newThread(this).start();
    }

    public TimerQueue timers() {
        return context.timers();
    }

    /** Returns what publishes messages; called by the loop. */
    public Router router() {
        return context.router();
    }

    /** Sends what was published until now, and not only when the turn ends; called by the loop. */
    public void flush() {
        context.staging().flushAll();
    }

    @Override
    protected void begin() {
        context.now(clock.nanoTime());
    }

    /** What fails for one stream must not stop the others. */
    @Override
    protected void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            StackTraceElement[] trace = e.getStackTrace();
            log.error("stream loop: " + e + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    @Override
    protected long end() {
        TimerQueue timers = context.timers();
        if (timers.nextNanos() - context.nowNanos() <= 0) {
            perform(() -> timers.run(context.nowNanos()));
        }
        perform(context::endTurn);
        context.staging().flushAll();
        return timers.nextNanos() == TimerQueue.NEVER ? Long.MAX_VALUE : timers.nextNanos() - clock.nanoTime();
    }

    @Override
    protected void interrupted() {
        log.warn("stream loop: interrupted (expected: never); it goes on");
    }
}
