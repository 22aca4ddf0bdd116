package dev.gannet.jetstream.loop;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.connection.transport.RoutingLoop;

/**
 * What streams belong to: it applies what the log has committed, sends the answers, and runs the streams' timers. What
 * comes to it is bounded where it comes from: by the batches that are on their way, and the requests that are answered at
 * a time.
 *
 * <p><b>Owner:</b> whoever does its tasks.
 */
public final class StreamLoop extends RoutingLoop {
    /** @param loops routes messages for this one too */
    public StreamLoop(LoopAccess loops, Clock clock, ServerLog log) {
        super("stream loop", loops::join, clock, log);
    }
}
