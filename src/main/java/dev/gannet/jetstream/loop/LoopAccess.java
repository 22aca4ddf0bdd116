package dev.gannet.jetstream.loop;

import dev.gannet.connection.transport.LoopContext;
import dev.gannet.routing.Router;
import java.util.function.Consumer;

/** The loops that route messages, as streams use them: the event loops, and the stream loop behind them. */
public interface LoopAccess {
    /** Returns how many there are. */
    int count();

    /** Runs something on a loop in a turn to come. Any thread. */
    void post(int loop, Consumer<Router> task);

    /** Returns whether a loop waits for something to do, and will see what is posted at once. Any thread. */
    boolean isPolling(int loop);

    /** Returns whether a loop waits for something to do, and takes a while to wake up. Any thread. */
    boolean isAsleep(int loop);

    /** Runs something on a loop at the end of each of its turns from now on. Any thread. */
    void atTurnEnd(int loop, Runnable action);

    /**
     * Has the stream loop route messages as an event loop does, as the last of those that {@link #count} counts.
     *
     * @param post runs something on the stream loop soon
     */
    LoopContext join(Consumer<Runnable> post);

    /** Reads less of whose message is being delivered; called on that loop. */
    void slowProducer(int loop);
}
