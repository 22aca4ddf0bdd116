package dev.gannet.account.latency;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to a service whose latency is measured, from the moment when it came.
 *
 * @param subject where it is told how long it took, in the account of the service
 * @param requestor who asks, as JSON
 * @param rttNanos how far away the requestor is
 * @param header see {@link LatencyMetric}
 * @param time when it came
 * @param sinceNanos the same, on the clock that durations are measured with
 */
public record MeasuredRequest(
        String subject,
        String requestor,
        long rttNanos,
        SortedMap<String, List<String>> header,
        Instant time,
        long sinceNanos) {
    public MeasuredRequest {
        header = new TreeMap<>(header);
    }

    /**
     * Returns what is told when it was answered. Of the distance to both sides only the measured round trip is known, so
     * a difference that would be negative is none.
     *
     * @param responder who answered, as JSON
     * @param responderRttNanos how far away the responder is
     * @param answeredNanos when the answer came
     * @param nowNanos when it is on its way
     */
    public LatencyMetric answered(String responder, long responderRttNanos, long answeredNanos, long nowNanos) {
        long seenNanos = answeredNanos - sinceNanos;
        long systemNanos = Math.max(0, nowNanos - answeredNanos);
        return new LatencyMetric(
                LatencyStatus.ANSWERED,
                requestor,
                responder,
                header,
                time.minusNanos(rttNanos),
                Math.max(0, seenNanos - responderRttNanos),
                systemNanos,
                rttNanos + seenNanos + systemNanos);
    }

    /** Returns what is told when it was not answered. */
    public LatencyMetric failed(LatencyStatus status) {
        return new LatencyMetric(status, requestor, "", header, time.minusNanos(rttNanos), 0, 0, 0);
    }
}
