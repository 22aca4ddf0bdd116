package dev.gannet.jetstream.config;

import dev.gannet.jetstream.config.StreamConfig.ConsumerLimits;
import dev.gannet.jetstream.config.StreamConfig.Placement;
import dev.gannet.jetstream.config.StreamConfig.Republish;
import dev.gannet.jetstream.config.StreamConfig.SubjectTransformConfig;
import dev.gannet.jetstream.config.StreamSource.DurableConsumer;
import dev.gannet.jetstream.config.StreamSource.External;
import dev.gannet.protocol.json.JsonShape;
import dev.gannet.protocol.json.JsonTime;
import dev.gannet.protocol.json.JsonType;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the objects inside a stream's configuration are read. Pure functions. */
final class StreamParts {
    static final JsonType<List<String>> TEXTS = JsonType.list("[]string", JsonType.TEXT, "");

    private StreamParts() {}

    /** Two texts and what else one of the small objects has, while it is read. */
    private static final class Pair {
        String first = "";
        String second = "";
        List<String> list = List.of();
        boolean flag;
        long one;
        long other;
    }

    private static JsonShape<Pair> pair(String struct, String first, String second) {
        return new JsonShape<>(struct, Pair::new)
                .with(first, JsonType.TEXT, (pair, value) -> pair.first = value)
                .with(second, JsonType.TEXT, (pair, value) -> pair.second = value);
    }

    static JsonType<SubjectTransformConfig> transform() {
        return pair("SubjectTransformConfig", "src", "dest")
                .as(pair -> new SubjectTransformConfig(pair.first, pair.second));
    }

    static JsonType<Republish> republish() {
        return pair("RePublish", "src", "dest")
                .with("headers_only", JsonType.BOOL, (pair, value) -> pair.flag = value)
                .as(pair -> new Republish(pair.first, pair.second, pair.flag));
    }

    static JsonType<Placement> placement() {
        return pair("Placement", "cluster", "preferred")
                .with("tags", TEXTS, (pair, value) -> pair.list = value)
                .as(pair -> new Placement(pair.first, pair.list, pair.second));
    }

    static JsonType<ConsumerLimits> consumerLimits() {
        return new JsonShape<>("StreamConsumerLimits", Pair::new)
                .with("inactive_threshold", JsonType.signed("time.Duration"), (pair, value) -> pair.one = value)
                .with("max_ack_pending", JsonType.signed("int"), (pair, value) -> pair.other = value)
                .as(pair -> new ConsumerLimits(pair.one, pair.other));
    }

    /** A {@link StreamSource} while it is read. */
    private static final class SourceDraft {
        String name = "";
        long startSeq;

        @Nullable
        OffsetDateTime startTime;

        String filterSubject = "";
        List<SubjectTransformConfig> subjectTransforms = List.of();

        @Nullable
        External external;

        @Nullable
        DurableConsumer consumer;

        StreamSource finish() {
            return new StreamSource(name, startSeq, startTime, filterSubject, subjectTransforms, external, consumer);
        }
    }

    static JsonType<StreamSource> source() {
        JsonType<External> external =
                pair("ExternalStream", "api", "deliver").as(pair -> new External(pair.first, pair.second));
        JsonType<DurableConsumer> consumer = pair("StreamConsumerSource", "name", "deliver_subject")
                .as(pair -> new DurableConsumer(pair.first, pair.second));
        JsonType<List<SubjectTransformConfig>> transforms =
                JsonType.list("[]server.SubjectTransformConfig", transform(), new SubjectTransformConfig("", ""));
        return new JsonShape<>("StreamSource", SourceDraft::new)
                .with("name", JsonType.TEXT, (draft, value) -> draft.name = value)
                .with("opt_start_seq", JsonType.unsigned(), (draft, value) -> draft.startSeq = value)
                .with("opt_start_time", new JsonTime(), (draft, value) -> draft.startTime = value)
                .with("filter_subject", JsonType.TEXT, (draft, value) -> draft.filterSubject = value)
                .with("subject_transforms", transforms, (draft, value) -> draft.subjectTransforms = value)
                .with("external", external, (draft, value) -> draft.external = value)
                .with("consumer", consumer, (draft, value) -> draft.consumer = value)
                .as(SourceDraft::finish);
    }

    /** A source that was null: nothing is right about it. */
    static StreamSource noSource() {
        return new SourceDraft().finish();
    }
}
