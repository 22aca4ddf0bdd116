package dev.gannet.jetstream.config;

import dev.gannet.jetstream.config.StreamConfig.SubjectTransformConfig;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another stream that a stream is fed from (ST-18). Texts may be empty.
 *
 * @param startSeq where it begins; 0 is not said
 * @param startTime where it begins, or null
 * @param external how it is reached if it is in another account or domain, or null
 * @param consumer the consumer that it is read by, or null for one of the server's own
 */
public record StreamSource(
        String name,
        long startSeq,
        @Nullable OffsetDateTime startTime,
        String filterSubject,
        List<SubjectTransformConfig> subjectTransforms,
        @Nullable External external,
        @Nullable DurableConsumer consumer) {
    public StreamSource {
        subjectTransforms = List.copyOf(subjectTransforms);
    }

    /** How a stream elsewhere is reached: the prefix of its API, and of what it delivers. */
    public record External(String apiPrefix, String deliverPrefix) {}

    /** A consumer of the user's by which a stream is read. */
    public record DurableConsumer(String name, String deliverSubject) {}
}
