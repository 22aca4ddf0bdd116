package dev.gannet.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parsed transcript.
 *
 * @param name the file's path below the transcripts' folder
 * @param configuration the server's configuration, as nats.conf text; empty for a server with the defaults
 * @param splitsRefusal why the transcript may not be replayed with its bytes split, or null if it may
 * @param notYet what Gannet has not built that the transcript needs, or null; the reference has it
 * @param steps what happens, in order
 */
record Transcript(
        String name,
        String configuration,
        @Nullable String splitsRefusal,
        @Nullable String notYet,
        List<Step> steps) {
    Transcript {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("steps: none in " + name + " (expected: at least one)");
        }
    }
}
