package dev.gannet.engine;

import dev.gannet.connection.transport.LoopContext;
import dev.gannet.jetstream.loop.LoopAccess;
import dev.gannet.net.EventLoops;
import dev.gannet.routing.Router;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The event loops, as streams use them while they are there. Any thread. */
final class StreamLoops implements LoopAccess {
    private final EventLoops loops;
    private final Queue<TurnEnd> turnEnds = new ConcurrentLinkedQueue<>();

    private record TurnEnd(int loop, Runnable action) {}

    StreamLoops(EventLoops loops) {
        this.loops = loops;
    }

    @Override
    public int count() {
        return loops.count();
    }

    @Override
    public void post(int loop, Consumer<Router> task) {
        loops.post(loop, task);
    }

    @Override
    public boolean isPolling(int loop) {
        return loops.isPolling(loop);
    }

    @Override
    public boolean isAsleep(int loop) {
        return loops.isAsleep(loop);
    }

    @Override
    public void atTurnEnd(int loop, Runnable action) {
        turnEnds.add(new TurnEnd(loop, action));
        loops.atTurnEnd(loop, action);
    }

    EventLoops all() {
        return loops;
    }

    /** Waits until each event loop has ended a turn that has not begun yet. */
    void awaitTurns() {
        loops.awaitTurns();
    }

    /** Nothing of streams happens any more on event loops when this returns, if nothing is published to them. */
    void leave() {
        loops.awaitTurns();
        turnEnds.forEach(one -> loops.notAtTurnEnd(one.loop(), one.action()));
        loops.awaitTurns();
    }

    @Override
    public LoopContext join(Consumer<Runnable> post) {
        return loops.join(EventLoops.Seat.STREAMS, post);
    }

    @Override
    public void slowProducer(int loop) {
        loops.slowProducer(loop);
    }
}
