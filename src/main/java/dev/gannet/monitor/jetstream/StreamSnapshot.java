package dev.gannet.monitor.jetstream;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stream at one moment.
 *
 * @param configJson its configuration as the API shows it
 * @param isInMemory whether it is on no disk
 * @param maxMessages most messages; -1 is any number
 * @param maxBytes most bytes; -1 is any number
 * @param metadata what its users say of it
 * @param problem what is wrong with it, to stand behind its name, such as {@code could not be recovered}; null when all is
 *     well
 */
public record StreamSnapshot(
        String name,
        Instant created,
        String configJson,
        boolean isInMemory,
        long maxMessages,
        long maxBytes,
        Map<String, String> metadata,
        State state,
        @Nullable String problem) {
    public StreamSnapshot {
        metadata = Map.copyOf(metadata);
    }

    /** When what never was is said to have been. */
    public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    /**
     * What is in a stream.
     *
     * @param firstTime of the first message; {@link #NEVER} if there is none
     * @param lastTime of the last message, likewise
     * @param subjects how many different ones its messages have
     * @param deleted how many sequences between the first and the last have no message
     */
    public record State(
            long messages,
            long bytes,
            long firstSequence,
            Instant firstTime,
            long lastSequence,
            Instant lastTime,
            long subjects,
            long deleted,
            int consumers) {
        public static final State EMPTY = new State(0, 0, 0, NEVER, 0, NEVER, 0, 0, 0);
    }
}
