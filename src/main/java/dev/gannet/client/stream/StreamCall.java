package dev.gannet.client.stream;

import dev.gannet.api.StreamMessage;
import java.util.concurrent.CompletionStage;

/** What is done with a message of a stream. */
@FunctionalInterface
public interface StreamCall {
    /** Does it; the stage ends when it is done, and fails if it could not be. */
    CompletionStage<?> call(StreamMessage message);

    /** Whether the same message would fail again, whenever it came. */
    default boolean isHopeless(Throwable failure) {
        return false;
    }
}
