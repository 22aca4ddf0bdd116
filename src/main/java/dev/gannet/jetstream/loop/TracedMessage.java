package dev.gannet.jetstream.loop;

import dev.gannet.tracing.MessageTrace;

/**
 * A traced message in a stream: what becomes of it is told to the loop that it came on, once.
 *
 * <p><b>Owner:</b> the stream loop, from its beginning on the event loop on.
 */
public final class TracedMessage {
    private final MessageTrace trace;
    private final MessageTrace.StreamStep step;
    private final int home;
    private final LoopAccess loops;
    private boolean isTold;

    /**
     * Notes that a stream takes a message, or would.
     *
     * @param home the number of the event loop that this is called on
     */
    public TracedMessage(MessageTrace trace, String stream, int home, LoopAccess loops) {
        this.trace = trace;
        this.step = trace.reached(stream);
        this.home = home;
        this.loops = loops;
    }

    /** Tells what became of it, if nobody has. */
    public void tell(MessageTrace.InStream fate) {
        if (!isTold) {
            isTold = true;
            loops.post(home, router -> trace.decided(step, fate));
        }
    }
}
