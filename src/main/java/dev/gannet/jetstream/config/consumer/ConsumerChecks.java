package dev.gannet.jetstream.config.consumer;

import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.jetstream.config.AssetLevel;
import dev.gannet.jetstream.config.AssetNames;
import dev.gannet.jetstream.config.Retention;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.GoDuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of a consumer, and what becomes of what is asked (CO-1 to CO-39). Pure functions: the same
 * configuration is taken or refused wherever and whenever that is decided. What depends on other consumers is left to
 * {@link ConsumerRules}.
 */
public final class ConsumerChecks {
    private static final int METADATA_MAX = 128 * 1024;

    private ConsumerChecks() {}

    /**
     * What server and account allow. Zero, or less, is any.
     *
     * @param maxConsumers most of the account
     * @param defaultMaxConsumers most of a stream, if neither it nor the account says
     * @param maxPending most of a consumer that wait for their acknowledgement, by the server
     * @param accountMaxPending the same, by the account
     * @param maxBatch most messages of one request
     */
    public record Limits(
            int maxConsumers, int defaultMaxConsumers, int maxPending, int accountMaxPending, int maxBatch) {
        private static final int USUAL_MAX_CONSUMERS = 1000;

        public static final Limits NONE = new Limits(-1, -1, 0, 0, 0);

        /** Returns what a server's and an account's configuration allow. */
        public static Limits of(JetStreamLimits server, @Nullable AccountJetStreamConfig account) {
            AccountJetStreamConfig own = account == null ? AccountJetStreamConfig.DEFAULT : account;
            int usual = server.defaultMaxConsumers() == 0 ? USUAL_MAX_CONSUMERS : server.defaultMaxConsumers();
            return new Limits(
                    own.maxConsumers(), usual, server.maxAckPending(), own.maxAckPending(), server.maxRequestBatch());
        }
    }

    /** Returns what was asked, with all that was not said. */
    public static ConsumerConfig check(ConsumerDraft asked, StreamConfig stream, Limits limits, boolean pedantic)
            throws ApiException {
        ConsumerDraft draft = asked.copy();
        draft.metadata = AssetLevel.withoutLevel(draft.metadata);
        draft.metadata.put(AssetLevel.REQUIRED, Integer.toString(requiredLevel(draft)));
        ConsumerDefaults.apply(draft, stream, limits, pedantic);
        checkNames(draft);
        checkReplicas(draft, stream);
        checkTimes(draft);
        if (draft.ackPolicy == AckPolicy.FLOW_CONTROL) {
            checkFlowControlled(draft);
        }
        checkBackoff(draft);
        if (draft.description.length() > AssetNames.DESCRIPTION_MAX) {
            throw ErrorCode.CONSUMER_DESCRIPTION_TOO_LONG.exception(AssetNames.DESCRIPTION_MAX);
        }
        if (draft.isPull()) {
            checkPull(draft, stream, limits);
        } else {
            checkPush(draft, stream);
        }
        checkLimits(draft, stream, limits);
        if (draft.direct) {
            checkDirect(draft);
        }
        FilterChecks.check(draft);
        StartChecks.check(draft);
        checkSampling(draft.sampleFrequency);
        checkRest(draft);
        checkPriority(draft);
        StreamConfig.Placement placement = stream.storage().placement();
        if (placement != null && !placement.preferred().isEmpty()) {
            throw ErrorCode.STREAM_INVALID_CONFIG.exception("preferred server not permitted in placement");
        }
        return draft.finish();
    }

    /** Returns the lowest level of a server that can have such a consumer (CO-180). */
    static int requiredLevel(ConsumerDraft draft) {
        if (draft.ackPolicy == AckPolicy.FLOW_CONTROL) {
            return 4;
        }
        boolean isPaused = draft.pauseUntil != null && !ConsumerDefaults.isNoTime(draft.pauseUntil);
        boolean hasPriority = draft.priorityPolicy != PriorityPolicy.NONE
                || draft.priorityTimeoutNanos != 0
                || !draft.priorityGroups.isEmpty();
        return isPaused || hasPriority ? 1 : 0;
    }

    private static void checkNames(ConsumerDraft draft) throws ApiException {
        if (draft.isNameSaid && !AssetNames.isValid(draft.name)) {
            throw invalid("consumer name can not contain '.', '*', '>', '\\', '/'");
        }
        if (!draft.durable.isEmpty() && !AssetNames.isValid(draft.durable)) {
            throw invalid("consumer durable name can not contain '.', '*', '>', '\\', '/'");
        }
    }

    private static void checkReplicas(ConsumerDraft draft, StreamConfig stream) throws ApiException {
        int most = stream.storage().replicas();
        if (draft.replicas > most) {
            throw ErrorCode.CONSUMER_REPLICAS_EXCEEDS_STREAM.exception();
        }
        if (draft.replicas < 0) {
            throw ErrorCode.REPLICAS_COUNT_CANNOT_BE_NEGATIVE.exception();
        }
        if (stream.storage().retention() != Retention.LIMITS && draft.replicas != 0 && draft.replicas != most) {
            throw ErrorCode.CONSUMER_REPLICAS_SHOULD_MATCH_STREAM.exception();
        }
    }

    private static void checkTimes(ConsumerDraft draft) throws ApiException {
        if (draft.backoffNanos.stream().anyMatch(nanos -> nanos < 0)) {
            throw ErrorCode.CONSUMER_BACK_OFF_NEGATIVE.exception();
        }
        if (draft.ackWaitNanos < 0) {
            throw ErrorCode.CONSUMER_ACK_WAIT_NEGATIVE.exception();
        }
    }

    private static void checkFlowControlled(ConsumerDraft draft) throws ApiException {
        if (draft.isPull()) {
            throw ErrorCode.CONSUMER_ACK_FC_REQUIRES_PUSH.exception();
        }
        if (!draft.flowControl) {
            throw ErrorCode.CONSUMER_ACK_FC_REQUIRES_FC.exception();
        }
        if (draft.idleHeartbeatNanos != ConsumerDefaults.FLOW_CONTROL_HEARTBEAT_NANOS) {
            throw invalid("flow control ack policy heartbeat needs to be 1s");
        }
        if (draft.maxPending <= 0) {
            throw ErrorCode.CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING.exception();
        }
        if (draft.ackWaitNanos != 0 || !draft.backoffNanos.isEmpty()) {
            throw ErrorCode.CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT.exception();
        }
        if (draft.maxDeliver > 0) {
            throw ErrorCode.CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER.exception();
        }
    }

    private static void checkBackoff(ConsumerDraft draft) throws ApiException {
        int length = draft.backoffNanos.size();
        if (length > 0 && draft.maxDeliver != -1 && length > draft.maxDeliver) {
            throw ErrorCode.CONSUMER_MAX_DELIVER_BACKOFF.exception();
        }
    }

    private static void checkPush(ConsumerDraft draft, StreamConfig stream) throws ApiException {
        FilterChecks.checkTarget(draft.deliverSubject, stream);
        if (draft.maxWaiting != 0) {
            throw ErrorCode.CONSUMER_PUSH_MAX_WAITING.exception();
        }
        if (draft.maxPending > 0 && draft.ackPolicy == AckPolicy.NONE) {
            throw ErrorCode.CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED.exception();
        }
        if (draft.idleHeartbeatNanos > 0 && draft.idleHeartbeatNanos < ConsumerDefaults.SHORTEST_HEARTBEAT_NANOS) {
            throw ErrorCode.CONSUMER_SMALL_HEARTBEAT.exception();
        }
    }

    private static void checkPull(ConsumerDraft draft, StreamConfig stream, Limits limits) throws ApiException {
        if (draft.ackPolicy == AckPolicy.NONE && stream.storage().retention() == Retention.WORKQUEUE) {
            throw ErrorCode.CONSUMER_PULL_REQUIRES_ACK.exception();
        }
        if (draft.rateLimitBitsPerSecond != 0) {
            throw ErrorCode.CONSUMER_PULL_WITH_RATE_LIMIT.exception();
        }
        if (draft.idleHeartbeatNanos > 0) {
            throw ErrorCode.CONSUMER_HB_REQUIRES_PUSH.exception();
        }
        if (draft.flowControl) {
            throw ErrorCode.CONSUMER_FC_REQUIRES_PUSH.exception();
        }
        if (draft.maxExpiresNanos != 0 && draft.maxExpiresNanos < ConsumerDefaults.SHORTEST_EXPIRY_NANOS) {
            throw ErrorCode.CONSUMER_MAX_REQUEST_EXPIRES_TOO_SMALL.exception();
        }
        if (limits.maxBatch() > 0 && draft.maxBatch > limits.maxBatch()) {
            throw ErrorCode.CONSUMER_MAX_REQUEST_BATCH_EXCEEDED.exception(limits.maxBatch());
        }
    }

    private static void checkLimits(ConsumerDraft draft, StreamConfig stream, Limits limits) throws ApiException {
        checkPending(draft, limits.maxPending());
        checkPending(draft, limits.accountMaxPending());
        checkPending(draft, stream.consumerLimits().maxAckPending());
        long threshold = stream.consumerLimits().inactiveThresholdNanos();
        if (threshold > 0 && draft.inactiveThresholdNanos > threshold) {
            throw ErrorCode.CONSUMER_INACTIVE_THRESHOLD_EXCESS.exception(
                    GoDuration.format(Duration.ofNanos(threshold)));
        }
    }

    private static void checkPending(ConsumerDraft draft, long max) throws ApiException {
        if (max > 0 && draft.maxPending > max) {
            throw ErrorCode.CONSUMER_MAX_PENDING_ACK_EXCESS.exception(max);
        }
    }

    private static void checkDirect(ConsumerDraft draft) throws ApiException {
        if (draft.isPull()) {
            throw ErrorCode.CONSUMER_DIRECT_REQUIRES_PUSH.exception();
        }
        if (!draft.durable.isEmpty()) {
            throw ErrorCode.CONSUMER_DIRECT_REQUIRES_EPHEMERAL.exception();
        }
    }

    private static void checkSampling(String frequency) throws ApiException {
        if (!frequency.isEmpty() && ConsumerDraft.percent(frequency) < 0) {
            throw ErrorCode.CONSUMER_INVALID_SAMPLING.exception(ConsumerDraft.whyNoPercent(frequency));
        }
    }

    private static void checkRest(ConsumerDraft draft) throws ApiException {
        if (draft.flowControl && draft.idleHeartbeatNanos == 0) {
            throw ErrorCode.CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS.exception();
        }
        if (!draft.durable.isEmpty() && draft.isNameSaid && !draft.name.equals(draft.durable)) {
            throw ErrorCode.CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH.exception();
        }
        long length = draft.metadata.entrySet().stream()
                .mapToLong(entry ->
                        (long) entry.getKey().length() + entry.getValue().length())
                .sum();
        if (length > METADATA_MAX) {
            throw ErrorCode.CONSUMER_METADATA_LENGTH.exception(METADATA_MAX / 1024 + "KB");
        }
    }

    private static void checkPriority(ConsumerDraft draft) throws ApiException {
        if (draft.priorityPolicy == PriorityPolicy.NONE) {
            if (!draft.priorityGroups.isEmpty()) {
                throw ErrorCode.CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE.exception();
            }
            if (draft.priorityTimeoutNanos > 0) {
                throw ErrorCode.CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE.exception();
            }
            return;
        }
        if (!draft.isPull()) {
            throw ErrorCode.CONSUMER_PUSH_WITH_PRIORITY_GROUP.exception();
        }
        if (draft.priorityGroups.isEmpty()) {
            throw ErrorCode.CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP.exception();
        }
        for (String group : draft.priorityGroups) {
            checkGroup(group);
        }
    }

    private static void checkGroup(String group) throws ApiException {
        if (group.isEmpty()) {
            throw ErrorCode.CONSUMER_EMPTY_GROUP_NAME.exception();
        }
        if (!isGroup(group)) {
            throw ErrorCode.CONSUMER_INVALID_GROUP_NAME.exception();
        }
    }

    /** Returns whether a priority group may have this name (CO-29). */
    public static boolean isGroup(String name) {
        return name.matches("[a-zA-Z0-9/_=-]{1,16}");
    }

    /** Something is wrong that has no code of its own. */
    static ApiException invalid(String why) {
        return ErrorCode.STREAM_INVALID_CONFIG.exception(why);
    }
}
