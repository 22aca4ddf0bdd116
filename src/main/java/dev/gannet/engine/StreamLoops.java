package dev.gannet.engine;

import dev.gannet.connection.transport.LoopContext;
import dev.gannet.jetstream.loop.LoopAccess;
import dev.gannet.net.EventLoops;
import dev.gannet.routing.Router;
import java.util.function.Consumer;

/** The event loops, as streams use them. Any thread. */
final class StreamLoops implements LoopAccess {
    private final EventLoops loops;

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
        loops.atTurnEnd(loop, action);
    }

    @Override
    public LoopContext join(Consumer<Runnable> post) {
        return loops.join(post);
    }

    @Override
    public void slowProducer(int loop) {
        loops.slowProducer(loop);
    }
}
