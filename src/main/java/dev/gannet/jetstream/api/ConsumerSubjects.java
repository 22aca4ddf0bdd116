package dev.gannet.jetstream.api;

import dev.gannet.jetstream.config.AssetNames;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader.Asked;
import dev.gannet.jetstream.config.consumer.ConsumerDraft;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import java.util.List;

/** What the subject of a request for a consumer says beside its body (CO-40 to CO-43). Pure functions. */
final class ConsumerSubjects {
    private static final int DURABLE = 3;
    private static final int STREAM = 4;
    private static final int NAME = 5;
    private static final int FILTER = 6;
    private static final int DURABLE_TOKENS = 7;

    private ConsumerSubjects() {}

    /** Takes over what the subject says, or throws what is wrong with the two together. */
    static void apply(List<String> tokens, Asked asked) throws ApiException {
        ConsumerDraft config = asked.config();
        boolean isDurable = tokens.get(DURABLE).equals("DURABLE");
        boolean isNameless = tokens.size() == NAME;
        if (isDurable && tokens.size() != DURABLE_TOKENS) {
            throw ErrorCode.CONSUMER_DURABLE_NAME_NOT_IN_SUBJECT.exception();
        }
        int shift = isDurable ? 1 : 0;
        String name = isNameless ? config.name : tokens.get(NAME + shift);
        if (!asked.stream().equals(tokens.get(STREAM + shift))) {
            throw ErrorCode.STREAM_MISMATCH.exception();
        }
        if (AssetNames.hasPathSeparator(name)) {
            throw ErrorCode.CONSUMER_NAME_CONTAINS_PATH_SEPARATORS.exception();
        }
        if (isDurable && config.durable.isEmpty()) {
            throw ErrorCode.CONSUMER_DURABLE_NAME_NOT_SET.exception();
        }
        if (isNameless) {
            if (!config.durable.isEmpty()) {
                throw ErrorCode.CONSUMER_EPHEMERAL_WITH_DURABLE_NAME.exception();
            }
        } else {
            if (!config.durable.isEmpty() && !config.durable.equals(name)) {
                throw ErrorCode.CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT.exception();
            }
            config.name = name;
            config.isNameSaid = true;
        }
        if (!isDurable && tokens.size() > FILTER) {
            checkFilter(String.join(".", tokens.subList(FILTER, tokens.size())), config);
        }
        if (config.replicas > 1) {
            throw ErrorCode.STREAM_REPLICAS_NOT_SUPPORTED.exception();
        }
    }

    private static void checkFilter(String filter, ConsumerDraft config) throws ApiException {
        if (!config.filters.isEmpty()) {
            throw ErrorCode.CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED.exception();
        }
        if (!config.filter.equals(filter)) {
            throw ErrorCode.CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH.exception();
        }
    }
}
