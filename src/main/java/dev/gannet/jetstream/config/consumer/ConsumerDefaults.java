package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfig.ConsumerLimits;
import dev.gannet.jetstream.config.consumer.ConsumerChecks.Limits;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** What a consumer has that does not say (CO-8 to CO-38). Who is pedantic wants to say it. Pure functions. */
public final class ConsumerDefaults {
    static final long FLOW_CONTROL_HEARTBEAT_NANOS = 1_000_000_000;
    static final long SHORTEST_HEARTBEAT_NANOS = 100_000_000;
    static final long SHORTEST_EXPIRY_NANOS = 1_000_000;

    /** After which a consumer without a durable name goes when nobody uses it (CO-22). */
    public static final long INACTIVE_NANOS = 5_000_000_000L;

    private static final int WAITING = 512;
    private static final int PENDING = 1000;
    private static final long ACK_WAIT_NANOS = 30_000_000_000L;
    private static final long PINNED_NANOS = 120_000_000_000L;
    private static final OffsetDateTime NO_TIME = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private ConsumerDefaults() {}

    static void apply(ConsumerDraft draft, StreamConfig stream, Limits limits, boolean pedantic) throws ApiException {
        if (draft.maxDeliver == 0 || draft.maxDeliver < -1) {
            refuse(pedantic && draft.maxDeliver < -1, "max_deliver must be set to -1");
            draft.maxDeliver = -1;
        }
        applyLeast(draft, pedantic);
        if (draft.isPull() && draft.maxWaiting == 0) {
            draft.maxWaiting = WAITING;
        }
        boolean isAcknowledged = draft.ackPolicy == AckPolicy.EXPLICIT || draft.ackPolicy == AckPolicy.ALL;
        if (draft.ackWaitNanos == 0 && isAcknowledged) {
            draft.ackWaitNanos = ACK_WAIT_NANOS;
        }
        if (!draft.backoffNanos.isEmpty()) {
            long first = draft.backoffNanos.get(0);
            refuse(pedantic && draft.ackWaitNanos != first, "first backoff value has to equal batch AckWait");
            draft.ackWaitNanos = first;
        }
        applyLimits(draft, stream.consumerLimits(), limits, pedantic);
        if (draft.priorityPolicy == PriorityPolicy.PINNED_CLIENT && draft.priorityTimeoutNanos == 0) {
            draft.priorityTimeoutNanos = PINNED_NANOS;
        }
        if (draft.ackPolicy == AckPolicy.FLOW_CONTROL && !pedantic) {
            draft.flowControl = true;
            draft.idleHeartbeatNanos = FLOW_CONTROL_HEARTBEAT_NANOS;
        }
    }

    /** Returns whether a time is the one that stands for none. */
    static boolean isNoTime(OffsetDateTime time) {
        return time.isEqual(NO_TIME);
    }

    private static void applyLeast(ConsumerDraft draft, boolean pedantic) throws ApiException {
        draft.maxWaiting = least("max_waiting", draft.maxWaiting, pedantic);
        if (draft.maxPending < -1) {
            refuse(pedantic, "max_ack_pending must be set to -1");
            draft.maxPending = -1;
        }
        draft.maxBatch = least("max_batch", draft.maxBatch, pedantic);
        draft.maxExpiresNanos = least("max_expires", draft.maxExpiresNanos, pedantic);
        draft.maxBytes = least("max_bytes", draft.maxBytes, pedantic);
        draft.idleHeartbeatNanos = least("idle_heartbeat", draft.idleHeartbeatNanos, pedantic);
        draft.inactiveThresholdNanos = least("inactive_threshold", draft.inactiveThresholdNanos, pedantic);
        draft.priorityTimeoutNanos = least("priority_timeout", draft.priorityTimeoutNanos, pedantic);
    }

    private static long least(String name, long value, boolean pedantic) throws ApiException {
        refuse(pedantic && value < 0, name + " must not be negative");
        return Math.max(0, value);
    }

    private static void applyLimits(ConsumerDraft draft, ConsumerLimits stream, Limits limits, boolean pedantic)
            throws ApiException {
        if (draft.maxPending == 0) {
            refuse(
                    pedantic && stream.maxAckPending() > 0,
                    "max_ack_pending must be set if it's configured in stream limits");
            draft.maxPending = stream.maxAckPending();
        }
        if (draft.inactiveThresholdNanos == 0) {
            refuse(
                    pedantic && stream.inactiveThresholdNanos() > 0,
                    "inactive_threshold must be set if it's configured in stream limits");
            draft.inactiveThresholdNanos = stream.inactiveThresholdNanos();
        }
        if (draft.maxPending == 0 && draft.ackPolicy != AckPolicy.NONE) {
            draft.maxPending = lower(lower(PENDING, limits.maxPending()), limits.accountMaxPending());
        }
        if (draft.isPull() && draft.maxBatch == 0 && limits.maxBatch() > 0) {
            refuse(pedantic, "max_request_batch must be set if it's JetStream limits are set");
            draft.maxBatch = limits.maxBatch();
        }
    }

    private static int lower(int value, int max) {
        return max > 0 ? Math.min(value, max) : value;
    }

    private static void refuse(boolean isWrong, String why) throws ApiException {
        if (isWrong) {
            throw ErrorCode.PEDANTIC.exception(why);
        }
    }
}
