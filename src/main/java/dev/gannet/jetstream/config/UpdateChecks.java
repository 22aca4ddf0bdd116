package dev.gannet.jetstream.config;

import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;

/** What may become of a stream that is there (ST-68 to ST-71). Pure functions. */
final class UpdateChecks {
    private UpdateChecks() {}

    static StreamConfig check(StreamConfig old, StreamConfig asked) throws ApiException {
        if (!asked.name().equals(old.name())) {
            throw StreamChecks.invalid("stream configuration name must match original");
        }
        if (asked.storage().replicas() > 1) {
            throw ErrorCode.STREAM_REPLICAS_NOT_SUPPORTED.exception();
        }
        checkStorage(old.storage(), asked.storage());
        checkAccess(old.access(), asked.access());
        if (asked.origin().mirror() != null
                && !asked.origin().mirror().equals(old.origin().mirror())) {
            throw ErrorCode.STREAM_MIRROR_NOT_UPDATABLE.exception();
        }
        checkFeatures(old.features(), asked.features());
        if (asked.storage().persistMode() != old.storage().persistMode()) {
            throw StreamChecks.invalid("stream configuration update can not change persist mode");
        }
        return asked.access().sealed() ? sealed(asked) : asked;
    }

    private static void checkStorage(StreamConfig.StreamStorage old, StreamConfig.StreamStorage asked)
            throws ApiException {
        if (asked.type() != old.type()) {
            throw StreamChecks.invalid("stream configuration update can not change storage type");
        }
        if (asked.retention() != old.retention()
                && (asked.retention() == Retention.WORKQUEUE || old.retention() == Retention.WORKQUEUE)) {
            throw StreamChecks.invalid("stream configuration update can not change retention policy to/from workqueue");
        }
    }

    private static void checkAccess(StreamConfig.StreamAccess old, StreamConfig.StreamAccess asked)
            throws ApiException {
        if (old.sealed() && !asked.sealed()) {
            throw StreamChecks.invalid("stream configuration update can not unseal a sealed stream");
        }
        if (old.denyDelete() && !asked.denyDelete()) {
            throw StreamChecks.invalid("stream configuration update can not cancel deny message deletes");
        }
        if (old.denyPurge() && !asked.denyPurge()) {
            throw StreamChecks.invalid("stream configuration update can not cancel deny purge");
        }
    }

    private static void checkFeatures(StreamConfig.StreamFeatures old, StreamConfig.StreamFeatures asked)
            throws ApiException {
        if (old.messageTtl() && !asked.messageTtl()) {
            throw StreamChecks.invalid("message TTL status can not be disabled");
        }
        if (old.counter() != asked.counter()) {
            throw StreamChecks.invalid("stream configuration update can not change message counter setting");
        }
        if (old.schedules() && !asked.schedules()) {
            throw StreamChecks.invalid("message schedules can not be disabled");
        }
    }

    /** Nothing leaves a sealed stream, whoever asks. */
    private static StreamConfig sealed(StreamConfig asked) {
        StreamDraft draft = asked.draft();
        draft.maxAgeNanos = 0;
        draft.discard = Discard.NEW;
        draft.denyDelete = true;
        draft.denyPurge = true;
        draft.allowRollup = false;
        return draft.finish();
    }
}
