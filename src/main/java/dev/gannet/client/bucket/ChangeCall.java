package dev.gannet.client.bucket;

import io.nats.client.api.KeyValueEntry;
import java.util.concurrent.CompletionStage;

/** What is done with a change of a bucket. */
@FunctionalInterface
public interface ChangeCall {
    /** Does it; the stage ends when it is done, and fails if it could not be. The next change waits for it. */
    CompletionStage<?> call(KeyValueEntry entry);

    /** What the bucket had when it was first looked at has been called for. */
    default void upToDate() {
        // Most do not care.
    }
}
