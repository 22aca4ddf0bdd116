package dev.gannet.monitor.jetstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.monitor.json.OmitEmpty;

/** The limits for all accounts (MO-60). */
record ShownLimits(
        @JsonProperty("max_request_batch") @OmitEmpty int requestBatchMax,
        @JsonProperty("max_ack_pending") @OmitEmpty int ackPendingMax,
        @JsonProperty("max_ha_assets") @OmitEmpty int replicatedAssetsMax,
        @JsonProperty("max_duplicate_window") @OmitEmpty long duplicateWindowNanosMax,

        @JsonProperty("max_batch_inflight_per_stream") @OmitEmpty
        int batchesPerStreamMax,

        @JsonProperty("max_batch_inflight_total") @OmitEmpty int batchesMax,
        @JsonProperty("max_batch_size") @OmitEmpty int batchMessagesMax,
        @JsonProperty("max_batch_timeout") @OmitEmpty long batchTimeoutNanos,
        @JsonProperty("default_max_consumers") @OmitEmpty int defaultConsumersMax) {
    private static final int DEFAULT_CONSUMERS_MAX = 1000; // RL-2151

    static ShownLimits of(JetStreamLimits limits) {
        JetStreamLimits.Batch batch = limits.batch();
        return new ShownLimits(
                limits.maxRequestBatch(),
                limits.maxAckPending(),
                limits.maxHaAssets(),
                limits.duplicateWindow().toNanos(),
                batch.maxInflightPerStream(),
                batch.maxInflight(),
                batch.maxMessages(),
                batch.timeout().toNanos(),
                limits.defaultMaxConsumers() == 0 ? DEFAULT_CONSUMERS_MAX : limits.defaultMaxConsumers());
    }
}
