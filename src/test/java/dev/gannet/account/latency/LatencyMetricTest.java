package dev.gannet.account.latency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatencyMetricTest {
    private static final Instant ASKED = Instant.parse("2026-11-22T06:53:39.5Z");
    private static final Instant TOLD = Instant.parse("2026-11-22T06:53:40Z");

    @Test // AC-49, MO-183
    void shouldSayWhatTheReferenceSays() {
        LatencyMetric metric = request(new TreeMap<>()).answered("{\"acc\":\"A\",\"rtt\":40}", 40, 1_100, 1_107);

        assertThat(json(metric))
                .isEqualTo("{\"type\":\"io.nats.server.metric.v1.service_latency\",\"id\":\"ID\","
                        + "\"timestamp\":\"2026-11-22T06:53:40Z\",\"status\":200,"
                        + "\"requestor\":{\"acc\":\"B\",\"rtt\":500000000},\"responder\":{\"acc\":\"A\",\"rtt\":40},"
                        + "\"start\":\"2026-11-22T06:53:39Z\",\"service\":60,\"system\":7,\"total\":500000107}");
    }

    @Test // AC-49
    void shouldNotTakeLessThanNoTime() {
        LatencyMetric metric = request(new TreeMap<>()).answered("{}", 400, 1_100, 1_099);

        assertThat(metric.serviceNanos()).isZero();
        assertThat(metric.systemNanos()).isZero();
    }

    @Test // AC-49, AC-50, MO-148
    void shouldSayWhatWentWrongAndWhatTraceItBelongsTo() {
        TreeMap<String, List<String>> header = new TreeMap<>();
        header.put("X-B3-Traceid", List.of("5"));
        header.put("X-B3-Sampled", List.of("1", "<\u00e4>"));

        assertThat(json(request(header).failed(LatencyStatus.TIMED_OUT)))
                .isEqualTo("{\"type\":\"io.nats.server.metric.v1.service_latency\",\"id\":\"ID\","
                        + "\"timestamp\":\"2026-11-22T06:53:40Z\",\"status\":504,\"description\":\"Service Timeout\","
                        + "\"requestor\":{\"acc\":\"B\",\"rtt\":500000000},"
                        + "\"header\":{\"X-B3-Sampled\":[\"1\",\"\\u003c\\ufffd\\u003e\"],\"X-B3-Traceid\":[\"5\"]},"
                        + "\"start\":\"2026-11-22T06:53:39Z\",\"service\":0,\"system\":0,\"total\":0}");
    }

    private static MeasuredRequest request(SortedMap<String, List<String>> header) {
        return new MeasuredRequest("lat", "{\"acc\":\"B\",\"rtt\":500000000}", 500_000_000, header, ASKED, 1_000);
    }

    private static String json(LatencyMetric metric) {
        return new String(metric.json("ID", TOLD), UTF_8);
    }
}
