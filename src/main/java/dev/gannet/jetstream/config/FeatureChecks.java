package dev.gannet.jetstream.config;

import dev.gannet.jetstream.error.ApiException;

/** What of a stream goes together, and what brings something else with it. Pure functions. */
final class FeatureChecks {
    private static final long SECOND_NANOS = 1_000_000_000;

    private FeatureChecks() {}

    static void check(StreamDraft draft, boolean pedantic) throws ApiException {
        if (draft.denyPurge && draft.allowRollup) {
            throw StreamChecks.invalid("roll-ups require the purge permission");
        }
        if (draft.counter) {
            checkCounter(draft);
        }
        checkDiscard(draft);
        checkDeleteMarkers(draft, pedantic);
        if (draft.schedules) {
            checkSchedules(draft, pedantic);
        }
        if (draft.persistMode == PersistMode.ASYNC) {
            checkAsync(draft);
        }
    }

    private static void checkCounter(StreamDraft draft) throws ApiException {
        if (draft.discard == Discard.NEW) {
            throw StreamChecks.invalid("counter stream cannot use discard new");
        }
        if (draft.messageTtl) {
            throw StreamChecks.invalid("counter stream cannot use message TTLs");
        }
        if (draft.schedules) {
            throw StreamChecks.invalid("counter stream cannot use message schedules");
        }
        if (draft.retention != Retention.LIMITS) {
            throw StreamChecks.invalid("counter stream can only use limits retention");
        }
    }

    private static void checkDiscard(StreamDraft draft) throws ApiException {
        if (!draft.discardNewPerSubject) {
            return;
        }
        if (draft.discard != Discard.NEW) {
            throw StreamChecks.invalid("discard new per subject requires discard new policy to be set");
        }
        if (draft.maxMessagesPerSubject <= 0) {
            throw StreamChecks.invalid("discard new per subject requires max msgs per subject > 0");
        }
    }

    private static void checkDeleteMarkers(StreamDraft draft, boolean pedantic) throws ApiException {
        if (draft.subjectDeleteMarkerTtlNanos == 0) {
            return;
        }
        if (draft.subjectDeleteMarkerTtlNanos < 0) {
            throw StreamChecks.invalid("subject delete marker TTL must not be negative");
        }
        if (draft.subjectDeleteMarkerTtlNanos < SECOND_NANOS) {
            throw StreamChecks.invalid("subject delete marker TTL must be at least 1 second");
        }
        if (!draft.messageTtl) {
            if (pedantic) {
                throw StreamChecks.invalid("subject delete marker cannot be set if message TTLs are disabled");
            }
            draft.messageTtl = true;
        }
        if (!draft.allowRollup) {
            if (pedantic) {
                throw StreamChecks.invalid("subject delete marker cannot be set if roll-ups are disabled");
            }
            allowRollup(draft);
        }
    }

    private static void checkSchedules(StreamDraft draft, boolean pedantic) throws ApiException {
        if (draft.discard == Discard.NEW) {
            throw StreamChecks.invalid("message scheduling cannot use discard new");
        }
        if (!draft.allowRollup) {
            if (pedantic) {
                throw StreamChecks.invalid("message scheduling cannot be set if roll-ups are disabled");
            }
            allowRollup(draft);
        }
    }

    private static void allowRollup(StreamDraft draft) {
        draft.allowRollup = true;
        draft.denyPurge = false;
    }

    private static void checkAsync(StreamDraft draft) throws ApiException {
        if (draft.storage != StorageType.FILE) {
            throw StreamChecks.invalid("async persist mode is only supported on file storage");
        }
        if (draft.replicas > 1) {
            throw StreamChecks.invalid("async persist mode is not supported on replicated streams");
        }
        if (draft.atomic) {
            throw StreamChecks.invalid("async persist mode is not supported with atomic batch publish");
        }
    }
}
