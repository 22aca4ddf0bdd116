package dev.gannet.jetstream;

import dev.gannet.jetstream.config.StreamConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it was at one moment. Times are nanoseconds since 1970.
 *
 * @param account whose it is
 * @param problem why it takes nothing, to stand behind its name, or null when all is well
 */
public record StreamView(
        String account,
        StreamConfig config,
        long createdNanos,
        State state,
        @Nullable String problem) {
    /**
     * Its messages (JA-119).
     *
     * @param firstTimeNanos of the first message; zero is none
     * @param lastTimeNanos of the last message that there ever was; zero is none
     * @param subjects how many there are
     * @param page of the subjects that were asked for, sorted, each with the number of its messages
     * @param pageTotal how many subjects match in all
     * @param deleted how many sequences between the first and the last are gone
     * @param deletedSequences them, if they were asked for
     * @param lost the sequences whose messages are damaged
     * @param lostBytes how many bytes those were
     */
    public record State(
            long messages,
            long bytes,
            long firstSeq,
            long firstTimeNanos,
            long lastSeq,
            long lastTimeNanos,
            long subjects,
            Map<String, Long> page,
            long pageTotal,
            long deleted,
            List<Long> deletedSequences,
            List<Long> lost,
            long lostBytes,
            int consumers) {}
}
