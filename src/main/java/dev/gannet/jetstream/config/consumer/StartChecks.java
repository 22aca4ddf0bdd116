package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;

/** Where a consumer may begin (CO-5, CO-6). Pure functions. */
final class StartChecks {
    private StartChecks() {}

    static void check(ConsumerDraft draft) throws ApiException {
        String policy = draft.deliverPolicy.word().replace('_', ' ');
        boolean bySequence = draft.deliverPolicy == DeliverPolicy.BY_START_SEQUENCE;
        boolean byTime = draft.deliverPolicy == DeliverPolicy.BY_START_TIME;
        if (bySequence && draft.startSeq == 0) {
            throw notSet(policy, "start sequence");
        }
        if (byTime && draft.startTime == null) {
            throw notSet(policy, "start time");
        }
        if (draft.startSeq != 0 && !bySequence) {
            throw alsoSet(policy, byTime ? "start sequence" : "sequence");
        }
        if (draft.startTime != null && !byTime) {
            throw alsoSet(policy, "time");
        }
        if (draft.deliverPolicy == DeliverPolicy.LAST_PER_SUBJECT
                && draft.allFilters().isEmpty()) {
            throw notSet(policy, "filter subject");
        }
    }

    private static ApiException alsoSet(String policy, String what) {
        return wrong(policy, "start " + what + " is also set");
    }

    private static ApiException notSet(String policy, String what) {
        return wrong(policy, what + " is not set");
    }

    private static ApiException wrong(String policy, String why) {
        return ErrorCode.CONSUMER_INVALID_POLICY.exception(
                "consumer delivery policy is deliver " + policy + ", but optional " + why);
    }
}
