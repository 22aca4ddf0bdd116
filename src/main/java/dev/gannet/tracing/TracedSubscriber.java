package dev.gannet.tracing;

import dev.gannet.interest.Subscriber;
import dev.gannet.protocol.PublishFrame;

/** A part of the server that has more to say of a traced message than that it got it. */
public interface TracedSubscriber extends Subscriber {
    /**
     * Takes a traced message instead of {@link #delivered}, also one that is for the trace only.
     *
     * @param loop the number of the event loop that this is called on
     * @return whether it took the message, or would have
     */
    boolean traced(PublishFrame frame, int loop, MessageTrace trace);
}
