package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Chunk;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {
    @Test
    void shouldReadEachValueOfEachHeader() {
        // when
        TraceHeaders headers = traced("NATS/1.0\r\nNats-Trace-Dest: t\r\nB: 2\r\na: x \r\nB:\t3\r\nEmpty: \r\n\r\n");

        // then CP-220
        assertThat(headers.fields().toString()).isEqualTo("{B=[2, 3], Nats-Trace-Dest=[t], a=[x]}");
        assertThat(headers.external()).isFalse();
        assertThat(headers.first("B")).isEqualTo("2");
        assertThat(headers.first("Empty")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NATS/1.0",
                "NATS/1.0\r\n\r\n",
                "NATS/1.0 503\r\nNats-Trace-Dest: t\r\n\r\n",
                "NATS/1.0\r\nNats-Trace-Dest: t",
                "NATS/1.0\r\nNats-Trace-Dest:",
                "NATS/1.0\r\nNats-Trace-Dest: trace disabled\r\n\r\n",
                "NATS/1.0\r\nnats-trace-dest: t\r\n\r\n",
                "NATS/1.0\r\ntraceparent: 00-a-b-00\r\n\r\n",
                "NATS/1.0\r\ntraceparent: 00-a-b-81\r\n\r\n",
                "NATS/1.0\r\ntraceparent: 00-a-01\r\n\r\n",
            })
    void shouldNotTraceWithout(String block) {
        assertThat(read(block)).isNull();
    }

    @Test
    void shouldLeaveTheDestinationToTheAccountForTraceparentAlone() {
        // CP-221, and CP-223: trace only is for those who name a destination
        TraceHeaders headers = traced("NATS/1.0\r\nNats-Trace-Only: 1\r\nTRACEPARENT: 00-a-b-01\r\n\r\n");
        assertThat(headers.external()).isTrue();
        assertThat(headers.only()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "ON"})
    void shouldTraceOnly(String value) {
        TraceHeaders headers = traced("NATS/1.0\r\nNats-Trace-Dest: t\r\nNats-Trace-Only: " + value + "\r\n\r\n");
        assertThat(headers.only()).isTrue();
    }

    @Test
    void shouldDisable() {
        // CP-222, CP-228
        assertThat(disabled("NATS/1.0\r\nA: b\r\n\r\n"))
                .isEqualTo("NATS/1.0\r\nA: b\r\nNats-Trace-Dest: trace disabled\r\n\r\n");
        assertThat(disabled("NATS/1.0\r\nNats-Trace-Dest: t\r\nA: b\r\nNats-Trace-Dest: u\r\n\r\n"))
                .isEqualTo("NATS/1.0\r\nA: b\r\nNats-Trace-Dest: trace disabled\r\n\r\n");
    }

    @Test
    void shouldChooseThePacking() {
        // CP-229
        List<String> accepted = List.of("", "S2, gzip", "GZip", "br");
        assertThat(accepted.stream().map(EventEncoding::accepted))
                .containsExactly(EventEncoding.NONE, EventEncoding.SNAPPY, EventEncoding.GZIP, EventEncoding.IDENTITY);
    }

    @Test
    void shouldEndATraceWhereItsDestinationStands() { // CP-222
        assertThat(ended("NATS/1.0\r\nA: b\r\nNats-Trace-Dest:  t \r\nNats-Trace-Dest: u\r\nC: d\r\n\r\n"))
                .isEqualTo("NATS/1.0\r\nA: b\r\nNats-Trace-Dest: trace disabled\r\nNats-Trace-Dest: u\r\nC: d\r\n\r\n");
        assertThat(ended("NATS/1.0\r\nNats-Trace-Dest:t\r\n\r\n"))
                .isEqualTo("NATS/1.0\r\nNats-Trace-Dest:trace disabled\r\n\r\n");
        assertThat(ended("NATS/1.0\r\ntraceparent: 00-a-b-01\r\n\r\n"))
                .isEqualTo("NATS/1.0\r\ntraceparent: 00-a-b-01\r\nNats-Trace-Dest: trace disabled\r\n\r\n");
    }

    private static String ended(String block) {
        return new String(TraceHeaders.ended(block.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    private static String disabled(String block) {
        return new String(TraceHeaders.withDestination(block.getBytes(ISO_8859_1), TraceHeaders.DISABLED), ISO_8859_1);
    }

    private static TraceHeaders traced(String block) {
        TraceHeaders headers = read(block);
        if (headers == null) {
            throw new AssertionError("not traced: " + block);
        }
        return headers;
    }

    private static @Nullable TraceHeaders read(String block) {
        Chunk in = Chunk.allocate(block.length());
        in.append(block.getBytes(ISO_8859_1));
        return TraceHeaders.read(in, 0, block.length());
    }
}
