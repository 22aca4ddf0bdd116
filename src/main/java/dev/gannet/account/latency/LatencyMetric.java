package dev.gannet.account.latency;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.GoTime;
import dev.gannet.protocol.GoJson;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is told of one request to a service (AC-49, MO-183).
 *
 * @param requestor who asked, as JSON
 * @param responder who answered, as JSON; empty if nobody did
 * @param header the headers that had the request measured, and those that belong to them; texts are bytes, one in each
 *     char
 * @param start when the requestor asked
 * @param serviceNanos how long the service took
 * @param systemNanos how long the server took
 * @param totalNanos how long the requestor waited
 */
public record LatencyMetric(
        LatencyStatus status,
        String requestor,
        String responder,
        SortedMap<String, List<String>> header,
        Instant start,
        long serviceNanos,
        long systemNanos,
        long totalNanos) {
    private static final String TYPE = "io.nats.server.metric.v1.service_latency";

    public LatencyMetric {
        header = new TreeMap<>(header);
    }

    /** Returns the metric as an event with this id, in the reference's order of fields. */
    public byte[] json(String id, Instant timestamp) {
        StringBuilder out = new StringBuilder(512);
        out.append("{\"type\":\"").append(TYPE);
        GoJson.quote(out.append("\",\"id\":"), id);
        GoJson.quote(out.append(",\"timestamp\":"), GoTime.format(timestamp));
        out.append(",\"status\":").append(status.code());
        if (!status.description().isEmpty()) {
            GoJson.quote(out.append(",\"description\":"), status.description());
        }
        out.append(",\"requestor\":").append(requestor);
        if (!responder.isEmpty()) {
            out.append(",\"responder\":").append(responder);
        }
        appendHeader(out);
        GoJson.quote(out.append(",\"start\":"), GoTime.format(start));
        out.append(",\"service\":").append(serviceNanos);
        out.append(",\"system\":").append(systemNanos);
        out.append(",\"total\":").append(totalNanos);
        return out.append('}').toString().getBytes(UTF_8);
    }

    private void appendHeader(StringBuilder out) {
        if (header.isEmpty()) {
            return;
        }
        GoJson.quoteFields(out.append(",\"header\":"), header);
    }
}
