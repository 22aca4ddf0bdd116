package dev.gannet.jetstream.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is told to be (ST-1 to ST-36). Durations are nanoseconds; sequences are unsigned. What comes from
 * a client may have anything in it; what has been checked is normalised: -1 is no limit everywhere.
 *
 * @param name empty if none was said
 * @param subjects what it captures
 * @param consumerLimits what its consumers may ask for
 * @param firstSeq the sequence of its first message; 0 is 1
 * @param subjectTransform what subjects become before they are stored, or null
 * @param republish where stored messages are published again, or null
 * @param metadata what users say of it; sorted
 */
public record StreamConfig(
        String name,
        String description,
        List<String> subjects,
        StreamStorage storage,
        StreamLimits limits,
        StreamAccess access,
        StreamFeatures features,
        StreamOrigin origin,
        ConsumerLimits consumerLimits,
        long firstSeq,
        @Nullable SubjectTransformConfig subjectTransform,
        @Nullable Republish republish,
        SortedMap<String, String> metadata) {
    public StreamConfig {
        subjects = List.copyOf(subjects);
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /**
     * How many messages there are, how large and how old. -1 is no limit; so is 0, of the age too.
     *
     * @param maxMessageBytes headers and payload of one message
     * @param duplicateWindowNanos in which a message is known to be the same; 0 is none
     */
    public record StreamLimits(
            long maxConsumers,
            long maxMessages,
            long maxBytes,
            long maxAgeNanos,
            long maxMessagesPerSubject,
            int maxMessageBytes,
            long duplicateWindowNanos) {}

    /**
     * How messages are kept.
     *
     * @param discardNewPerSubject whether a full subject, too, refuses what is new
     * @param noAck whether nothing is acknowledged
     * @param placement which servers keep them, or null for any
     */
    public record StreamStorage(
            StorageType type,
            Retention retention,
            Discard discard,
            boolean discardNewPerSubject,
            Compression compression,
            PersistMode persistMode,
            int replicas,
            boolean noAck,
            @Nullable Placement placement) {}

    /**
     * What clients may do with what is stored.
     *
     * @param allowDirect whether messages are had without the API
     * @param mirrorDirect whether a mirror answers for its origin too
     * @param sealed whether nothing changes any more
     * @param allowRollup whether a message may replace all that were before
     */
    public record StreamAccess(
            boolean allowDirect,
            boolean mirrorDirect,
            boolean sealed,
            boolean denyDelete,
            boolean denyPurge,
            boolean allowRollup) {}

    /**
     * What messages may ask for.
     *
     * @param subjectDeleteMarkerTtlNanos how long it is told that a subject's last message is gone; 0 is not at all
     */
    public record StreamFeatures(
            boolean messageTtl,
            long subjectDeleteMarkerTtlNanos,
            boolean counter,
            boolean atomic,
            boolean schedules,
            boolean batched) {}

    /**
     * Which streams it is fed from.
     *
     * @param mirror of which it is a copy, or null
     */
    public record StreamOrigin(@Nullable StreamSource mirror, List<StreamSource> sources) {
        public static final StreamOrigin NONE = new StreamOrigin(null, List.of());

        public StreamOrigin {
            sources = List.copyOf(sources);
        }
    }

    /** What consumers have that say nothing else; 0 is unset. */
    public record ConsumerLimits(long inactiveThresholdNanos, long maxAckPending) {
        public static final ConsumerLimits NONE = new ConsumerLimits(0, 0);
    }

    /** What a subject becomes; both may be empty. */
    public record SubjectTransformConfig(String source, String destination) {}

    /** Where stored messages are published again; the source may be empty, which is all. */
    public record Republish(String source, String destination, boolean headersOnly) {}

    /** Which servers keep a stream; texts may be empty. */
    public record Placement(String cluster, List<String> tags, String preferred) {
        public static final Placement NONE = new Placement("", List.of(), "");

        public Placement {
            tags = List.copyOf(tags);
        }
    }

    /** Returns whether it is fed from other streams. */
    public boolean hasOrigin() {
        return origin.mirror() != null || !origin.sources().isEmpty();
    }

    /** Returns the same with other metadata. */
    public StreamConfig withMetadata(Map<String, String> other) {
        return new StreamConfig(
                name,
                description,
                subjects,
                storage,
                limits,
                access,
                features,
                origin,
                consumerLimits,
                firstSeq,
                subjectTransform,
                republish,
                new TreeMap<>(other));
    }

    /** Returns it to be changed. */
    public StreamDraft draft() {
        return new StreamDraft(this);
    }
}
