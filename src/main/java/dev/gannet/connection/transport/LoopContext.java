package dev.gannet.connection.transport;

import dev.gannet.base.TimerQueue;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.Parser;
import dev.gannet.routing.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What all connections of one event loop share; or what another loop that routes messages has for that.
 *
 * <p><b>Owner:</b> its loop; the time may be read by any thread and is a moment old then.
 */
public final class LoopContext {
    private static final long TRIM_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Staging staging;
    private final Router router;
    private final Parser parser = new Parser();
    private final TimerQueue timers = new TimerQueue();
    private final List<Runnable> turnEnds = new ArrayList<>(1);
    private volatile long nowNanos;

    public LoopContext(Staging staging, Router router) {
        this.staging = staging;
        this.router = router;
    }

    public Staging staging() {
        return staging;
    }

    public Router router() {
        return router;
    }

    public Parser parser() {
        return parser;
    }

    public TimerQueue timers() {
        return timers;
    }

    /** Begins to let go, now and then, of memory that a peak has left. */
    public void start(long nowNanos) {
        now(nowNanos);
        timers.set(new Trim(this), nowNanos + TRIM_INTERVAL_NANOS);
    }

    private static final class Trim extends TimerQueue.Timer {
        private final LoopContext context;

        Trim(LoopContext context) {
            this.context = context;
        }

        @Override
        protected void fire(long nowNanos) {
            context.router.trim();
            context.staging.trim();
            context.timers.set(this, nowNanos + TRIM_INTERVAL_NANOS);
        }
    }

    /** Runs something at the end of each turn from now on, before what was staged is flushed. */
    public void atTurnEnd(Runnable action) {
        turnEnds.add(action);
    }

    /** Does not run something any more at the end of a turn; not called at one. */
    public void notAtTurnEnd(Runnable action) {
        turnEnds.remove(action);
    }

    /** Runs what is to be run at the end of a turn. */
    public void endTurn() {
        for (int i = 0; i < turnEnds.size(); i++) {
            turnEnds.get(i).run();
        }
    }

    /** Returns the loop's clock, read once a turn. */
    public long nowNanos() {
        return nowNanos;
    }

    public void now(long nanos) {
        nowNanos = nanos;
        staging.now(nanos);
    }
}
