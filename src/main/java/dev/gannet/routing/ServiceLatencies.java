package dev.gannet.routing;

import dev.gannet.account.Account;
import dev.gannet.account.LatencyListener;
import dev.gannet.account.ServiceImport;
import dev.gannet.account.ServiceReplies;
import dev.gannet.account.latency.LatencyStatus;
import dev.gannet.account.latency.MeasuredRequest;
import dev.gannet.account.latency.TriggerHeaders;
import dev.gannet.config.sharing.ExportConfig.Latency;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.routing.Asker.Detail;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the requests to services whose latency is measured, and tells what comes of them on this loop (AC-48..50).
 *
 * <p><b>Owner:</b> its event loop.
 */
final class ServiceLatencies {
    private static final int ALL_PERCENT = 100;

    private final Router router;

    ServiceLatencies(Router router) {
        this.router = router;
    }

    /** Returns what is known of a request if it is measured, and null if it is not. */
    @Nullable
    MeasuredRequest begin(ServiceImport service, Latency latency, PublishFrame frame) {
        LatencyListener listener = service.exporter().latencies();
        boolean fits = latency.subject().length() <= router.subjectLengthMax();
        if (listener == null || !fits || !(frame.publisher() instanceof Asker asker)) {
            return null;
        }
        SortedMap<String, List<String>> header = sample(latency, frame);
        if (header == null) {
            return null;
        }
        RequestInfo who = asker.requestInfo();
        return new MeasuredRequest(
                latency.subject(),
                who.json(service.shares() ? Detail.ALL : Detail.ACCOUNT),
                who.rttNanos(),
                header,
                listener.clock().instant(),
                listener.clock().nanoTime());
    }

    /** Returns the headers that say that a request is measured, none if it is for another reason, null if it is not. */
    private @Nullable SortedMap<String, List<String>> sample(Latency latency, PublishFrame frame) {
        int percent = latency.samplingPercent();
        if (percent >= ALL_PERCENT || (percent > 0 && router.happens(percent))) {
            return new TreeMap<>();
        }
        return frame.hasHeaders()
                ? TriggerHeaders.find(frame.chunk().bytes(frame.bodyStart(), frame.headerLength()))
                : null;
    }

    /** Tells how a request ended that was not answered. */
    void failed(Account service, MeasuredRequest request, LatencyStatus status) {
        LatencyListener listener = service.latencies();
        if (listener != null) {
            listener.measured(service, request.subject(), request.failed(status));
        }
    }

    /** Tells of an answer that has come, if a client gives it. */
    void answered(Account service, ServiceReplies.Pending pending, PublishFrame frame) {
        MeasuredRequest request = pending.measured();
        LatencyListener listener = service.latencies();
        if (request != null && listener != null && frame.publisher() instanceof Asker asker) {
            long nowNanos = listener.clock().nanoTime();
            RequestInfo who = asker.requestInfo();
            String responder = who.json(Detail.ALL);
            listener.measured(
                    service,
                    request.subject(),
                    request.answered(
                            responder,
                            who.rttNanos(),
                            nowNanos,
                            listener.clock().nanoTime()));
        }
    }
}
