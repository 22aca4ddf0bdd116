package dev.gannet.client.call;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** An observer that has been started. */
@FunctionalInterface
public interface Running {
    /**
     * Takes no more messages, and lets those that have arrived be called. Returns at once; the stage ends when the last
     * call has ended, or after {@code timeout} whatever is left. It does not fail for that.
     */
    CompletionStage<?> drain(Duration timeout);
}
