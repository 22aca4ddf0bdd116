package dev.gannet.connection.transport;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TaskLoop;
import dev.gannet.base.TimerQueue;
import dev.gannet.routing.Router;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A loop without sockets that routes messages as an event loop does: it does what it is given, and runs timers.
 *
 * <p><b>Owner:</b> whoever does its tasks; see {@link TaskLoop}.
 */
public class RoutingLoop extends TaskLoop {
    private final String name;
    private final LoopContext context;
    private final Clock clock;
    private final ServerLog log;

    /**
     * @param name what the log calls it
     * @param join has it route messages, given what runs something on it soon
     */
    public RoutingLoop(String name, Function<Consumer<Runnable>, LoopContext> join, Clock clock, ServerLog log) {
        this.name = name;
        this.clock = clock;
        this.log = log;
        this.context = join.apply(this::doSoon);
    }

    /** Does what others have for it, in a turn to come. */
    protected void doSoon(Runnable task) {
        post(task);
    }

    /** Gives it a thread, which it has until it is stopped. */
    public void start(ThreadFactory threads) {
        post(() -> context.start(clock.nanoTime()));
        threads.newThread(this).start();
    }

    /** Returns what it routes with; it is the loop's own. */
    public LoopContext context() {
        return context;
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

    /**
     * What fails for one must not stop the others. (Classes are missing when a container that ends has deleted their files
     * already.)
     */
    @Override
    protected void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            StackTraceElement[] trace = e.getStackTrace();
            log.error(name + ": " + e + (trace.length == 0 ? "" : " at " + trace[0]));
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
        log.warn(name + ": interrupted (expected: never); it goes on");
    }
}
