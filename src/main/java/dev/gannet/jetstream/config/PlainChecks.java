package dev.gannet.jetstream.config;

import dev.gannet.jetstream.config.StreamChecks.Limits;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.GoDuration;
import java.time.Duration;

/** Names, numbers and times of a stream, each for itself. Pure functions. */
final class PlainChecks {
    private static final int METADATA_MAX = 128 * 1024;
    private static final int REPLICAS_MAX = 5;
    private static final long SHORTEST_NANOS = 100_000_000;
    private static final long DUPLICATE_WINDOW_NANOS = 120_000_000_000L;

    private PlainChecks() {}

    static void check(StreamDraft draft, Limits limits, boolean pedantic) throws ApiException {
        checkTexts(draft);
        checkReplicas(draft);
        draft.maxMessages = limit("max_msgs", draft.maxMessages, pedantic);
        draft.maxMessagesPerSubject = limit("max_msgs_per_subject", draft.maxMessagesPerSubject, pedantic);
        draft.maxBytes = limit("max_bytes", draft.maxBytes, pedantic);
        draft.maxMessageBytes = (int) limit("max_msg_size", draft.maxMessageBytes, pedantic);
        draft.maxConsumers = limit("max_consumers", draft.maxConsumers, pedantic);
        if (draft.maxAgeNanos < 0) {
            throw StreamChecks.invalid("max age can not be negative");
        }
        if (draft.maxAgeNanos != 0 && draft.maxAgeNanos < SHORTEST_NANOS) {
            throw StreamChecks.invalid("max age needs to be >= 100ms");
        }
        if (draft.duplicateWindowNanos == 0 && draft.mirror == null && draft.sources.isEmpty()) {
            draft.duplicateWindowNanos = defaultWindow(draft.maxAgeNanos, limits, pedantic);
        }
        checkWindow(draft, limits);
    }

    private static void checkTexts(StreamDraft draft) throws ApiException {
        if (!AssetNames.isValid(draft.name)) {
            throw StreamChecks.invalid("stream name is required and can not contain '.', '*', '>', '\\', '/'");
        }
        if (draft.name.length() > AssetNames.LENGTH_MAX) {
            throw StreamChecks.invalid("stream name is too long, maximum allowed is " + AssetNames.LENGTH_MAX);
        }
        if (draft.description.length() > AssetNames.DESCRIPTION_MAX) {
            throw StreamChecks.invalid(
                    "stream description is too long, maximum allowed is " + AssetNames.DESCRIPTION_MAX);
        }
        long length = draft.metadata.entrySet().stream()
                .mapToLong(entry ->
                        (long) entry.getKey().length() + entry.getValue().length())
                .sum();
        if (length > METADATA_MAX) {
            throw StreamChecks.invalid("stream metadata exceeds maximum size of " + METADATA_MAX + " bytes");
        }
    }

    private static void checkReplicas(StreamDraft draft) throws ApiException {
        if (draft.replicas == 0) {
            draft.replicas = 1;
        }
        if (draft.replicas > REPLICAS_MAX) {
            throw StreamChecks.invalid("maximum replicas is " + REPLICAS_MAX);
        }
        if (draft.replicas < 0) {
            throw ErrorCode.REPLICAS_COUNT_CANNOT_BE_NEGATIVE.exception();
        }
    }

    private static long limit(String name, long value, boolean pedantic) throws ApiException {
        if (value > 0) {
            return value;
        }
        if (pedantic && value < -1) {
            throw StreamChecks.pedantic(name + " must be set to -1");
        }
        return -1;
    }

    private static long defaultWindow(long maxAgeNanos, Limits limits, boolean pedantic) throws ApiException {
        long window = DUPLICATE_WINDOW_NANOS;
        long max = limits.duplicateWindowMaxNanos();
        if (max > 0 && window > max) {
            if (pedantic) {
                throw StreamChecks.pedantic("duplicate window limits are higher than current limits");
            }
            window = max;
        }
        if (maxAgeNanos != 0 && maxAgeNanos < window) {
            if (pedantic) {
                throw StreamChecks.pedantic("duplicate window cannot be bigger than max age");
            }
            window = maxAgeNanos;
        }
        return window;
    }

    private static void checkWindow(StreamDraft draft, Limits limits) throws ApiException {
        long window = draft.duplicateWindowNanos;
        long max = limits.duplicateWindowMaxNanos();
        if (window < 0) {
            throw StreamChecks.invalid("duplicates window can not be negative");
        }
        if (draft.maxAgeNanos != 0 && window > draft.maxAgeNanos) {
            throw StreamChecks.invalid("duplicates window can not be larger then max age");
        }
        if (max > 0 && window > max) {
            throw StreamChecks.invalid("duplicates window can not be larger then server limit of "
                    + GoDuration.format(Duration.ofNanos(max)));
        }
        if (window > 0 && window < SHORTEST_NANOS) {
            throw StreamChecks.invalid("duplicates window needs to be >= 100ms");
        }
    }
}
