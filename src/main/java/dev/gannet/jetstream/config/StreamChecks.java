package dev.gannet.jetstream.config;

import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.subject.Subjects;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of a stream, and what becomes of what is asked (ST-37 to ST-75). Pure functions: the same
 * configuration is taken or refused wherever and whenever that is decided. What depends on other streams is left to
 * {@link #overlaps}, and to who knows what there is room for.
 */
public final class StreamChecks {
    private StreamChecks() {}

    /**
     * What server and account allow. Zero is any.
     *
     * @param duplicateWindowMaxNanos the longest window
     * @param maxBytesRequired whether a stream has to say how many bytes it may have
     * @param memoryMaxStreamBytes most bytes of a stream in memory
     * @param storeMaxStreamBytes most bytes of a stream on disk
     */
    public record Limits(
            long duplicateWindowMaxNanos,
            boolean maxBytesRequired,
            long memoryMaxStreamBytes,
            long storeMaxStreamBytes) {
        public static final Limits NONE = new Limits(0, false, 0, 0);

        /** Returns what a server's and an account's configuration allow. */
        public static Limits of(JetStreamLimits server, @Nullable AccountJetStreamConfig account) {
            AccountJetStreamConfig own = account == null ? AccountJetStreamConfig.DEFAULT : account;
            return new Limits(
                    server.duplicateWindow().toNanos(),
                    own.maxBytesRequired(),
                    own.memoryMaxStreamBytes(),
                    own.storeMaxStreamBytes());
        }
    }

    /** Returns what a stream is that is to be made, with all that was not said. */
    public static StreamConfig create(StreamConfig asked, Limits limits, boolean pedantic) throws ApiException {
        StreamConfig checked = check(AssetLevel.stored(asked), limits, pedantic);
        if (checked.storage().replicas() > 1) {
            throw ErrorCode.STREAM_REPLICAS_NOT_SUPPORTED.exception();
        }
        return checked;
    }

    /** Returns what a stream becomes that is to be changed; its state is not looked at. */
    public static StreamConfig update(StreamConfig old, StreamConfig asked, Limits limits, boolean pedantic)
            throws ApiException {
        StreamConfig checked = check(asked, limits, pedantic);
        return AssetLevel.stored(UpdateChecks.check(old, checked));
    }

    /** Returns whether a stream that is asked for is the one that there is: levels are not compared (ST-67). */
    public static boolean isSame(StreamConfig checked, StreamConfig existing) {
        return checked.withMetadata(AssetLevel.withoutLevel(checked.metadata()))
                .equals(existing.withMetadata(AssetLevel.withoutLevel(existing.metadata())));
    }

    /** Checks that no subject would be captured twice (ST-40). {@code others} are the account's other streams. */
    public static void overlaps(StreamConfig checked, Iterable<StreamConfig> others) throws ApiException {
        for (StreamConfig other : others) {
            for (String subject : other.subjects()) {
                for (String own : checked.subjects()) {
                    if (Subjects.collide(subject, own)) {
                        throw ErrorCode.STREAM_SUBJECT_OVERLAP.exception();
                    }
                }
            }
        }
    }

    /** Returns what was asked, with all that was not said; whatever is to be done with it. */
    public static StreamConfig check(StreamConfig asked, Limits limits, boolean pedantic) throws ApiException {
        StreamDraft draft = asked.draft();
        PlainChecks.check(draft, limits, pedantic);
        FeatureChecks.check(draft, pedantic);
        OriginChecks.check(draft);
        SubjectChecks.check(draft);
        checkBytes(draft, limits);
        RewriteChecks.check(draft, pedantic);
        checkPlacement(draft);
        return draft.finish();
    }

    private static void checkBytes(StreamDraft draft, Limits limits) throws ApiException {
        long max = draft.storage == StorageType.MEMORY ? limits.memoryMaxStreamBytes() : limits.storeMaxStreamBytes();
        if (limits.maxBytesRequired() && draft.maxBytes <= 0) {
            throw ErrorCode.STREAM_MAX_BYTES_REQUIRED.exception();
        }
        if (max > 0 && draft.maxBytes > max) {
            throw ErrorCode.STREAM_MAX_STREAM_BYTES_EXCEEDED.exception();
        }
    }

    private static void checkPlacement(StreamDraft draft) throws ApiException {
        if (StreamConfig.Placement.NONE.equals(draft.placement)) {
            draft.placement = null;
        }
        if (draft.placement != null && !draft.placement.preferred().isEmpty()) {
            throw invalid("preferred server not permitted in placement");
        }
    }

    /** Something is wrong that has no code of its own. */
    static ApiException invalid(String why) {
        return ErrorCode.STREAM_INVALID_CONFIG.exception(why);
    }

    /** Something would be another value than was asked, and that is not wanted (ST-62). */
    static ApiException pedantic(String why) {
        return ErrorCode.PEDANTIC.exception(why);
    }
}
