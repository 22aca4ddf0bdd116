package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.subject.Subjects;
import java.util.List;

/** Which subjects a consumer may have, and where it may send (CO-11, CO-20). Pure functions. */
final class FilterChecks {
    private FilterChecks() {}

    static void check(ConsumerDraft draft) throws ApiException {
        if (!draft.filter.isEmpty() && !draft.filters.isEmpty()) {
            throw ErrorCode.CONSUMER_DUPLICATE_FILTER_SUBJECTS.exception();
        }
        if (draft.filters.contains("")) {
            throw ErrorCode.CONSUMER_EMPTY_FILTER.exception();
        }
        List<String> all = draft.allFilters();
        for (int i = 0; i < all.size(); i++) {
            if (!Subjects.isValidConfigured(all.get(i))) {
                throw ConsumerChecks.invalid("invalid subject");
            }
            for (int k = 0; k < all.size(); k++) {
                if (k != i && Subjects.isSubset(all.get(i), all.get(k))) {
                    throw ErrorCode.CONSUMER_OVERLAPPING_SUBJECT_FILTERS.exception();
                }
            }
        }
    }

    /** Checks where messages are to be sent. */
    static void checkTarget(String subject, StreamConfig stream) throws ApiException {
        if (!Subjects.isLiteral(subject)) {
            throw ErrorCode.CONSUMER_DELIVER_TO_WILDCARDS.exception();
        }
        if (!Subjects.isValidConfigured(subject)) {
            throw ErrorCode.CONSUMER_INVALID_DELIVER_SUBJECT.exception();
        }
        for (String captured : stream.subjects()) {
            if (Subjects.isSubset(subject, captured)) {
                throw ErrorCode.CONSUMER_DELIVER_CYCLE.exception();
            }
        }
    }
}
