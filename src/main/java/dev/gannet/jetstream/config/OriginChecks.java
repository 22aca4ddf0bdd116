package dev.gannet.jetstream.config;

import dev.gannet.base.Quoted;
import dev.gannet.jetstream.config.StreamConfig.SubjectTransformConfig;
import dev.gannet.jetstream.config.StreamSource.DurableConsumer;
import dev.gannet.jetstream.config.StreamSource.External;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.subject.Subjects;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What a stream may be fed from (ST-47 to ST-50), as far as that does not depend on the other streams. Pure functions. */
final class OriginChecks {
    private static final String API = "$JS.API";

    private OriginChecks() {}

    static void check(StreamDraft draft) throws ApiException {
        if (draft.mirror != null) {
            checkMirrored(draft);
            checkMirror(draft, draft.mirror);
        }
        if (!draft.sources.isEmpty() && draft.schedules) {
            throw ErrorCode.SOURCE_WITH_MSG_SCHEDULES.exception();
        }
        Set<Object> sources = new HashSet<>();
        Set<Object> consumers = new HashSet<>();
        for (StreamSource source : draft.sources) {
            if (!AssetNames.isValid(source.name())) {
                throw ErrorCode.SOURCE_INVALID_STREAM_NAME.exception();
            }
            if (!sources.add(identity(source))) {
                throw ErrorCode.SOURCE_DUPLICATE_DETECTED.exception();
            }
            checkSource(source);
            if (source.consumer() != null) {
                checkConsumer(source, source.consumer(), ErrorCode.SOURCE_DURABLE_CONSUMER_CFG_INVALID);
                if (!consumers.add(List.of(
                        source.name(), apiPrefix(source), source.consumer().name()))) {
                    throw ErrorCode.SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED.exception();
                }
            }
        }
        checkPrefixes(draft);
    }

    private static void checkMirrored(StreamDraft draft) throws ApiException {
        if (draft.firstSeq != 0) {
            throw ErrorCode.MIRROR_WITH_FIRST_SEQ.exception();
        }
        if (!draft.subjects.isEmpty()) {
            throw ErrorCode.MIRROR_WITH_SUBJECTS.exception();
        }
        if (!draft.sources.isEmpty()) {
            throw ErrorCode.MIRROR_WITH_SOURCES.exception();
        }
        if (draft.counter) {
            throw ErrorCode.MIRROR_WITH_COUNTERS.exception();
        }
        if (draft.atomic) {
            throw ErrorCode.MIRROR_WITH_ATOMIC_PUBLISH.exception();
        }
        if (draft.batched) {
            throw ErrorCode.MIRROR_WITH_BATCH_PUBLISH.exception();
        }
        if (draft.schedules) {
            throw ErrorCode.MIRROR_WITH_MSG_SCHEDULES.exception();
        }
    }

    private static void checkMirror(StreamDraft draft, StreamSource mirror) throws ApiException {
        if (mirror.consumer() != null) {
            checkConsumer(mirror, mirror.consumer(), ErrorCode.MIRROR_DURABLE_CONSUMER_CFG_INVALID);
        }
        if (!mirror.filterSubject().isEmpty() && !mirror.subjectTransforms().isEmpty()) {
            throw ErrorCode.MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED.exception();
        }
        if (draft.subjectDeleteMarkerTtlNanos > 0) {
            throw StreamChecks.invalid("subject delete markers forbidden on mirrors");
        }
        List<SubjectTransformConfig> transforms = mirror.subjectTransforms();
        for (SubjectTransformConfig transform : transforms) {
            RewriteChecks.check(
                    transform, ErrorCode.MIRROR_INVALID_SUBJECT_FILTER, ErrorCode.MIRROR_INVALID_TRANSFORM_DESTINATION);
            if (anyOther(transforms, transform, Subjects::collide)) {
                throw ErrorCode.MIRROR_OVERLAPPING_SUBJECT_FILTERS.exception();
            }
        }
        if (mirror.external() == null && !AssetNames.isValid(mirror.name())) {
            throw ErrorCode.MIRROR_INVALID_STREAM_NAME.exception();
        }
    }

    private static void checkSource(StreamSource source) throws ApiException {
        List<SubjectTransformConfig> transforms = source.subjectTransforms();
        if (!source.filterSubject().isEmpty() && !transforms.isEmpty()) {
            throw ErrorCode.SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED.exception();
        }
        for (SubjectTransformConfig transform : transforms) {
            RewriteChecks.check(
                    transform, ErrorCode.SOURCE_INVALID_SUBJECT_FILTER, ErrorCode.SOURCE_INVALID_TRANSFORM_DESTINATION);
        }
        for (SubjectTransformConfig transform : transforms) {
            if (anyOther(transforms, transform, Subjects::isSubset)) {
                throw ErrorCode.SOURCE_OVERLAPPING_SUBJECT_FILTERS.exception();
            }
        }
    }

    /** Returns whether this holds of a transform's source and that of another one in the list, be they equal or not. */
    private static boolean anyOther(
            List<SubjectTransformConfig> transforms, SubjectTransformConfig one, BiPredicate<String, String> holds) {
        return transforms.stream()
                        .filter(other -> holds.test(one.source(), other.source()))
                        .count()
                > (holds.test(one.source(), one.source()) ? 1 : 0);
    }

    private static void checkConsumer(StreamSource source, DurableConsumer consumer, ErrorCode wrong)
            throws ApiException {
        if (!AssetNames.isValid(consumer.name())
                || !Subjects.isPublishable(consumer.deliverSubject())
                || source.startSeq() != 0
                || source.startTime() != null
                || !source.filterSubject().isEmpty()) {
            throw wrong.exception();
        }
    }

    private static void checkPrefixes(StreamDraft draft) throws ApiException {
        for (StreamSource source : draft.sources) {
            checkDeliverPrefix(source.external());
        }
        checkDeliverPrefix(draft.mirror == null ? null : draft.mirror.external());
        for (StreamSource source : draft.sources) {
            checkApiPrefix(source.external());
        }
        checkApiPrefix(draft.mirror == null ? null : draft.mirror.external());
    }

    private static void checkDeliverPrefix(@Nullable External external) throws ApiException {
        if (external != null
                && !external.deliverPrefix().isEmpty()
                && !Subjects.isPublishable(external.deliverPrefix())) {
            throw ErrorCode.STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ.exception(external.deliverPrefix());
        }
    }

    private static void checkApiPrefix(@Nullable External external) throws ApiException {
        String prefix = external == null ? "" : external.apiPrefix();
        if (prefix.isEmpty()) {
            return;
        }
        if (!Subjects.isPublishable(prefix)) {
            throw StreamChecks.invalid("stream external api prefix " + Quoted.ofBytes(prefix)
                    + " must be a valid subject without wildcards");
        }
        if (Subjects.collide(prefix, API)) {
            throw ErrorCode.STREAM_EXTERNAL_API_OVERLAP.exception(prefix, API);
        }
    }

    /** Two sources that have this in common are the same. */
    private static List<Object> identity(StreamSource source) {
        boolean isFiltered = source.subjectTransforms().isEmpty();
        List<SubjectTransformConfig> transforms = isFiltered
                ? List.of(all(source.filterSubject(), ""))
                : source.subjectTransforms().stream()
                        .map(transform -> all(transform.source(), transform.destination()))
                        .toList();
        String consumer =
                source.consumer() == null ? "" : "C=" + source.consumer().name();
        return List.of(source.name(), apiPrefix(source), consumer, transforms);
    }

    private static String apiPrefix(StreamSource source) {
        return source.external() == null ? "" : ":" + source.external().apiPrefix();
    }

    private static SubjectTransformConfig all(String source, String destination) {
        return new SubjectTransformConfig(source.isEmpty() ? ">" : source, destination.isEmpty() ? ">" : destination);
    }
}
