package dev.gannet.jetstream.live;

import dev.gannet.routing.Router;
import java.util.function.Consumer;

/** The event loops, as streams use them. */
public interface LoopAccess {
    /** Returns how many there are. */
    int count();

    /** Runs something on a loop in a turn to come. Any thread. */
    void post(int loop, Consumer<Router> task);

    /** Runs something on a loop at the end of each of its turns from now on. Any thread. */
    void atTurnEnd(int loop, Runnable action);

    /** Reads less of whose message is being delivered; called on that loop. */
    void slowProducer(int loop);
}
