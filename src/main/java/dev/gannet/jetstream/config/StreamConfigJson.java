package dev.gannet.jetstream.config;

import dev.gannet.base.GoTime;
import dev.gannet.jetstream.config.StreamConfig.ConsumerLimits;
import dev.gannet.jetstream.config.StreamConfig.Placement;
import dev.gannet.jetstream.config.StreamConfig.Republish;
import dev.gannet.jetstream.config.StreamConfig.StreamAccess;
import dev.gannet.jetstream.config.StreamConfig.StreamFeatures;
import dev.gannet.jetstream.config.StreamConfig.StreamLimits;
import dev.gannet.jetstream.config.StreamConfig.StreamStorage;
import dev.gannet.jetstream.config.StreamConfig.SubjectTransformConfig;
import dev.gannet.protocol.json.JsonWriter;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a stream is told to be, member by member in the reference's order (ST-35). Pure functions. */
public final class StreamConfigJson {
    private StreamConfigJson() {}

    /** Returns a configuration as JSON, of which each char is a character. */
    public static String write(StreamConfig config) {
        StreamLimits limits = config.limits();
        StreamStorage storage = config.storage();
        JsonWriter json = new JsonWriter()
                .text("name", config.name())
                .textIfAny("description", config.description())
                .textsIfAny("subjects", config.subjects())
                .text("retention", storage.retention().word())
                .number("max_consumers", limits.maxConsumers())
                .number("max_msgs", limits.maxMessages())
                .number("max_bytes", limits.maxBytes())
                .number("max_age", limits.maxAgeNanos())
                .number("max_msgs_per_subject", limits.maxMessagesPerSubject())
                .numberIfAny("max_msg_size", limits.maxMessageBytes())
                .text("discard", storage.discard().word())
                .text("storage", storage.type().word())
                .number("num_replicas", storage.replicas())
                .flagIfSet("no_ack", storage.noAck())
                .numberIfAny("duplicate_window", limits.duplicateWindowNanos());
        objectIfAny(json, "placement", placement(storage.placement()));
        objectIfAny(json, "mirror", source(config.origin().mirror()));
        if (!config.origin().sources().isEmpty()) {
            json.list(
                    "sources",
                    config.origin().sources().stream()
                            .map(source -> String.valueOf(source(source)))
                            .toList());
        }
        json.text("compression", storage.compression().word()).unsignedIfAny("first_seq", config.firstSeq());
        objectIfAny(json, "subject_transform", transform(config.subjectTransform()));
        objectIfAny(json, "republish", republish(config.republish()));
        addAccess(json, config.access(), storage.discardNewPerSubject());
        json.raw("consumer_limits", consumerLimits(config.consumerLimits()));
        addFeatures(json, config.features(), storage.persistMode());
        return json.textsIfAny("metadata", config.metadata()).finish();
    }

    private static void addAccess(JsonWriter json, StreamAccess access, boolean discardNewPerSubject) {
        json.flag("allow_direct", access.allowDirect())
                .flag("mirror_direct", access.mirrorDirect())
                .flagIfSet("discard_new_per_subject", discardNewPerSubject)
                .flag("sealed", access.sealed())
                .flag("deny_delete", access.denyDelete())
                .flag("deny_purge", access.denyPurge())
                .flag("allow_rollup_hdrs", access.allowRollup());
    }

    private static void addFeatures(JsonWriter json, StreamFeatures features, PersistMode persistMode) {
        json.flag("allow_msg_ttl", features.messageTtl())
                .numberIfAny("subject_delete_marker_ttl", features.subjectDeleteMarkerTtlNanos())
                .flagIfSet("allow_msg_counter", features.counter())
                .flagIfSet("allow_atomic", features.atomic())
                .flagIfSet("allow_msg_schedules", features.schedules())
                .textIfAny("persist_mode", persistMode == PersistMode.DEFAULT ? "" : persistMode.word())
                .flagIfSet("allow_batched", features.batched());
    }

    private static void objectIfAny(JsonWriter json, String name, @Nullable String object) {
        if (object != null) {
            json.raw(name, object);
        }
    }

    private static String consumerLimits(ConsumerLimits limits) {
        return new JsonWriter()
                .numberIfAny("inactive_threshold", limits.inactiveThresholdNanos())
                .numberIfAny("max_ack_pending", limits.maxAckPending())
                .finish();
    }

    private static @Nullable String placement(@Nullable Placement placement) {
        return placement == null
                ? null
                : new JsonWriter()
                        .textIfAny("cluster", placement.cluster())
                        .textsIfAny("tags", placement.tags())
                        .textIfAny("preferred", placement.preferred())
                        .finish();
    }

    private static @Nullable String transform(@Nullable SubjectTransformConfig transform) {
        return transform == null
                ? null
                : new JsonWriter()
                        .text("src", transform.source())
                        .text("dest", transform.destination())
                        .finish();
    }

    private static @Nullable String republish(@Nullable Republish republish) {
        return republish == null
                ? null
                : new JsonWriter()
                        .textIfAny("src", republish.source())
                        .text("dest", republish.destination())
                        .flagIfSet("headers_only", republish.headersOnly())
                        .finish();
    }

    private static @Nullable String source(@Nullable StreamSource source) {
        if (source == null) {
            return null;
        }
        JsonWriter json =
                new JsonWriter().text("name", source.name()).unsignedIfAny("opt_start_seq", source.startSeq());
        OffsetDateTime start = source.startTime();
        if (start != null) {
            json.text("opt_start_time", GoTime.format(start));
        }
        json.textIfAny("filter_subject", source.filterSubject());
        List<String> transforms = source.subjectTransforms().stream()
                .map(transform -> String.valueOf(transform(transform)))
                .toList();
        if (!transforms.isEmpty()) {
            json.list("subject_transforms", transforms);
        }
        if (source.external() != null) {
            json.raw(
                    "external",
                    new JsonWriter()
                            .text("api", source.external().apiPrefix())
                            .text("deliver", source.external().deliverPrefix())
                            .finish());
        }
        if (source.consumer() != null) {
            json.raw(
                    "consumer",
                    new JsonWriter()
                            .textIfAny("name", source.consumer().name())
                            .textIfAny("deliver_subject", source.consumer().deliverSubject())
                            .finish());
        }
        return json.finish();
    }
}
