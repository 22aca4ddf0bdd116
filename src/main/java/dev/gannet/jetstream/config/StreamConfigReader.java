package dev.gannet.jetstream.config;

import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonShape;
import dev.gannet.protocol.json.JsonType;
import java.util.TreeMap;

/** Reads what a stream is asked to be (JA-47 to JA-50, ST-1 to ST-36). Any thread. */
public final class StreamConfigReader {
    private static final JsonType<Long> INT = JsonType.signed("int");
    private static final JsonType<Long> INT64 = JsonType.signed("int64");
    private static final JsonType<Long> DURATION = JsonType.signed("time.Duration");

    private final boolean isStrict;
    private final JsonShape<Draft> request = new JsonShape<>("StreamConfigRequest", Draft::new);
    private final JsonShape<Draft> stored = new JsonShape<>("StreamConfig", Draft::new);

    /**
     * What was asked.
     *
     * @param isPedantic whether nothing is to be another value than was asked (JA-62)
     */
    public record Asked(StreamConfig config, boolean isPedantic) {}

    /** A request while it is read. */
    private static final class Draft {
        final StreamDraft config = new StreamDraft();
        boolean isPedantic;
    }

    /**
     * @param isStrict whether members are errors that nobody knows
     */
    public StreamConfigReader(boolean isStrict) {
        this.isStrict = isStrict;
        request.with("pedantic", JsonType.BOOL, (draft, value) -> draft.isPedantic = value);
        addMembers(request.within("StreamConfig"));
        addMembers(stored);
    }

    /** Reads the body of a request to create or change a stream. */
    public Asked request(byte[] json) throws ApiException {
        try {
            Draft draft = request.request(json, isStrict);
            return new Asked(draft.config.finish(), draft.isPedantic);
        } catch (JsonException e) {
            throw ErrorCode.INVALID_JSON.exception(e.problem());
        }
    }

    /** Reads what {@link StreamConfigJson} has written; members of later versions are passed over. */
    public StreamConfig stored(byte[] json) throws JsonException {
        return stored.whole(json).config.finish();
    }

    private static void addMembers(JsonShape<Draft> shape) {
        JsonType<StreamSource> source = StreamParts.source();
        shape.with("name", JsonType.TEXT, (draft, value) -> draft.config.name = value)
                .with("description", JsonType.TEXT, (draft, value) -> draft.config.description = value)
                .with("subjects", StreamParts.TEXTS, (draft, value) -> draft.config.subjects = value)
                .with(
                        "metadata",
                        JsonType.texts("map[string]string"),
                        (draft, value) -> draft.config.metadata = new TreeMap<>(value))
                .with("mirror", source, (draft, value) -> draft.config.mirror = value)
                .with(
                        "sources",
                        JsonType.list("[]*server.StreamSource", source, StreamParts.noSource()),
                        (draft, value) -> draft.config.sources = value)
                .with(
                        "consumer_limits",
                        StreamParts.consumerLimits(),
                        (draft, value) -> draft.config.consumerLimits = value)
                .with("placement", StreamParts.placement(), (draft, value) -> draft.config.placement = value)
                .with(
                        "subject_transform",
                        StreamParts.transform(),
                        (draft, value) -> draft.config.subjectTransform = value)
                .with("republish", StreamParts.republish(), (draft, value) -> draft.config.republish = value);
        addStorage(shape);
        addLimits(shape);
        addAccess(shape);
        addFeatures(shape);
    }

    private static void addStorage(JsonShape<Draft> shape) {
        shape.with("retention", new WordType<>(Retention.class), (draft, value) -> draft.config.retention = value)
                .with("discard", new WordType<>(Discard.class), (draft, value) -> draft.config.discard = value)
                .with("storage", new WordType<>(StorageType.class), (draft, value) -> draft.config.storage = value)
                .with(
                        "compression",
                        new WordType<>(Compression.class),
                        (draft, value) -> draft.config.compression = value)
                .with(
                        "persist_mode",
                        new WordType<>(PersistMode.class),
                        (draft, value) -> draft.config.persistMode = value)
                .with(
                        "discard_new_per_subject",
                        JsonType.BOOL,
                        (draft, value) -> draft.config.discardNewPerSubject = value)
                .with("num_replicas", INT, (draft, value) -> draft.config.replicas = clamp(value))
                .with("no_ack", JsonType.BOOL, (draft, value) -> draft.config.noAck = value);
    }

    private static void addLimits(JsonShape<Draft> shape) {
        shape.with("max_consumers", INT, (draft, value) -> draft.config.maxConsumers = value)
                .with("max_msgs", INT64, (draft, value) -> draft.config.maxMessages = value)
                .with("max_bytes", INT64, (draft, value) -> draft.config.maxBytes = value)
                .with("max_age", DURATION, (draft, value) -> draft.config.maxAgeNanos = value)
                .with("max_msgs_per_subject", INT64, (draft, value) -> draft.config.maxMessagesPerSubject = value)
                .with(
                        "max_msg_size",
                        JsonType.signed32(),
                        (draft, value) -> draft.config.maxMessageBytes = value.intValue())
                .with("duplicate_window", DURATION, (draft, value) -> draft.config.duplicateWindowNanos = value)
                .with("first_seq", JsonType.unsigned(), (draft, value) -> draft.config.firstSeq = value);
    }

    private static void addAccess(JsonShape<Draft> shape) {
        shape.with("allow_direct", JsonType.BOOL, (draft, value) -> draft.config.allowDirect = value)
                .with("mirror_direct", JsonType.BOOL, (draft, value) -> draft.config.mirrorDirect = value)
                .with("sealed", JsonType.BOOL, (draft, value) -> draft.config.sealed = value)
                .with("deny_delete", JsonType.BOOL, (draft, value) -> draft.config.denyDelete = value)
                .with("deny_purge", JsonType.BOOL, (draft, value) -> draft.config.denyPurge = value)
                .with("allow_rollup_hdrs", JsonType.BOOL, (draft, value) -> draft.config.allowRollup = value);
    }

    private static void addFeatures(JsonShape<Draft> shape) {
        shape.with("allow_msg_ttl", JsonType.BOOL, (draft, value) -> draft.config.messageTtl = value)
                .with(
                        "subject_delete_marker_ttl",
                        DURATION,
                        (draft, value) -> draft.config.subjectDeleteMarkerTtlNanos = value)
                .with("allow_msg_counter", JsonType.BOOL, (draft, value) -> draft.config.counter = value)
                .with("allow_atomic", JsonType.BOOL, (draft, value) -> draft.config.atomic = value)
                .with("allow_msg_schedules", JsonType.BOOL, (draft, value) -> draft.config.schedules = value)
                .with("allow_batched", JsonType.BOOL, (draft, value) -> draft.config.batched = value);
    }

    private static int clamp(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }
}
