package dev.gannet.inprocess;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.RoutingLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all in-process connections of a server belong to. It has a thread from the first of them on; whoever sends
 * something while it has nothing to do routes it himself.
 *
 * <p><b>Owner:</b> whoever does its tasks.
 */
final class InProcessLoop extends RoutingLoop {
    private final Clock clock;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Set<InProcessTransport> open = new HashSet<>(); // The loop's.

    InProcessLoop(Function<Consumer<Runnable>, LoopContext> join, Clock clock, ServerLog log) {
        super("in-process loop", join, clock, log);
        this.clock = clock;
    }

    /** Returns the time that it goes by. Any thread. */
    long nanoTime() {
        return clock.nanoTime();
    }

    /** Gives it a thread if it has none. */
    void startOnce(ThreadFactory threads) {
        if (started.compareAndSet(false, true)) {
            start(threads);
        }
    }

    /** Without a thread there is nothing that could be interrupted by doing it now. */
    @Override
    protected void doSoon(Runnable task) {
        if (started.get()) {
            post(task);
        } else {
            doOrPost(task);
        }
    }

    /** From now on it is one of those that end with the loop; called by the loop, as the next one is. */
    void opened(InProcessTransport transport) {
        open.add(transport);
    }

    void closed(InProcessTransport transport) {
        open.remove(transport);
    }

    /** Ends it and all its connections when everything is done that came before. */
    void finish() {
        if (started.compareAndSet(false, true)) {
            return; // There was nobody, and nobody can come any more.
        }
        post(() -> List.copyOf(open).forEach(InProcessTransport::closeNow));
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It is on its way out all the same.
        }
    }
}
