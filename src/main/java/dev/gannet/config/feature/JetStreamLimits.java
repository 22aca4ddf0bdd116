package dev.gannet.config.feature;

import java.time.Duration;

/**
 * What one stream or consumer may ask for, of whatever account (CF-165). Zero is the usual bound, or none.
 *
 * @param maxAckPending most messages of a consumer that wait for their acknowledgement
 * @param maxHaAssets most streams and consumers with replicas on this server
 * @param maxRequestBatch most messages that one request asks for
 * @param defaultMaxConsumers most consumers of a stream that does not say; -1 is any number
 * @param duplicateWindow the longest time in which a message is known to be the same
 * @param batch for messages that are stored together or not at all
 */
public record JetStreamLimits(
        int maxAckPending,
        int maxHaAssets,
        int maxRequestBatch,
        int defaultMaxConsumers,
        Duration duplicateWindow,
        Batch batch) {
    public static final JetStreamLimits DEFAULT =
            new JetStreamLimits(0, 0, 0, 0, Duration.ZERO, new Batch(0, 0, 0, Duration.ZERO));

    /**
     * Messages that are stored together.
     *
     * @param maxInflightPerStream most such batches of a stream at a time
     * @param maxInflight most of the whole server
     * @param maxMessages most messages of a batch
     * @param timeout how long a batch may stand still
     */
    public record Batch(int maxInflightPerStream, int maxInflight, int maxMessages, Duration timeout) {}
}
