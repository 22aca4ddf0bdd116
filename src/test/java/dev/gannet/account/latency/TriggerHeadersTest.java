package dev.gannet.account.latency;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case was seen to be so with nats-server; {@code ;} stands for the end of a line. */
class TriggerHeadersTest {
    @ParameterizedTest // AC-48, AC-50
    @CsvSource(delimiter = '|', textBlock = """
            Uber-Trace-Id: 1:2:3:1                           | {Uber-Trace-Id=[1:2:3:1]}
            uBER-tRACE-iD:1:2:3:0F                           | {Uber-Trace-Id=[1:2:3:0F]}
            Uber-Trace-Id: 1:2:3:x1                          | {Uber-Trace-Id=[1:2:3:x1]}
            Uber-Trace-Id: :::1; Uberctx-A: 1; uberctx-b: 2  | {Uber-Trace-Id=[:::1], Uberctx-A=[1], Uberctx-B=[2]}
            X-B3-Sampled: 1                                  | {X-B3-Sampled=[1]}
            X-B3-Sampled: 1; X-B3-SpanId: 2; b3: 0           | {X-B3-Sampled=[1], X-B3-Spanid=[2]}
            X-B3-Sampled: x; X-B3-TraceId: 2                 | {X-B3-Sampled=[x], X-B3-Traceid=[2]}
            X-B3-TraceId: 2; X-B3-ParentSpanId: 3            | {X-B3-Parentspanid=[3], X-B3-Traceid=[2]}
            b3: 1; Traceparent: 00-1-2-00                    | {B3=[1]}
            b3: 0-1                                          | {B3=[0-1]}
            b3: a-b-d                                        | {B3=[a-b-d]}
            traceparent: 00-1-2-01; Tracestate: x            | {Traceparent=[00-1-2-01], Tracestate=[x]}
            traceparent: 00-1-2-7f                           | {Traceparent=[00-1-2-7f]}
            Traceparent: 00-1-2-01; Traceparent: no          | {Traceparent=[00-1-2-01, no]}
            """)
    void shouldMeasureWhatIsSampled(String lines, String found) {
        assertThat(String.valueOf(TriggerHeaders.find(block(lines)))).isEqualTo(found);
    }

    @ParameterizedTest // AC-48, AC-50
    @ValueSource(
            strings = {
                "",
                "Color: red",
                "Uber-Trace-Id: 1:2:3:2",
                "Uber-Trace-Id: 1:2:1",
                "Uber-Trace-Id: 1:2:3:",
                "Uber-Trace-Id: 1:2:3:011",
                "Uber-Trace-Id: 1:2:3:1x",
                "Uber-Trace-Id: 1; X-B3-Sampled: 1",
                "X-B3-Sampled: 0; X-B3-TraceId: 1",
                "X-B3-Sampled: 2",
                "b3: 0",
                "b3: a-b-0-c",
                "traceparent: 00-1-2-02",
                "traceparent: 00-1-2-80",
                "traceparent: 00-1-2-1",
                "traceparent: 00-1-2-0g",
                "traceparent: 00-1-01",
                "X-B3-Sampled: 1; no colon",
                "X-B3-Sampled: 1; b(d: 1",
                "X-B3-Sampled: 1; Color: \u0001",
                "X-B3-Sampled : 1"
            })
    void shouldNotMeasureTheRest(String lines) {
        assertThat(TriggerHeaders.find(block(lines))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NATS/1.0", "NATS/1.0\r\nb3: 1", "NATS/1.0\r\nb3: 1\r\n", "NATS/1.0\r\n b3: 1\r\n\r\n"})
    void shouldNotReadHalfABlock(String block) {
        assertThat(TriggerHeaders.find(block.getBytes(ISO_8859_1))).isNull();
    }

    private static byte[] block(String lines) {
        String rest = lines.isEmpty() ? "" : lines.replace("; ", "\r\n") + "\r\n";
        return ("NATS/1.0 100 x\r\n" + rest + "\r\n").getBytes(ISO_8859_1);
    }
}
