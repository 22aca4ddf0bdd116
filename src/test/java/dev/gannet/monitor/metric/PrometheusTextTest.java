package dev.gannet.monitor.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    @Test
    void shouldPutThoseOfOneNameTogether() {
        // given
        List<Metric> metrics = List.of(
                new Metric("b", "of accounts", Map.of("account", "one"), 1),
                new Metric("a", "alone", Map.of(), 1_234_567_890_123d),
                new Metric("b", "of accounts", Map.of("account", "two", "a", "x"), 0.5));

        // when
        String text = new String(PrometheusText.of(metrics), UTF_8);

        // then
        assertThat(text).isEqualTo("""
                # HELP a alone
                # TYPE a gauge
                a 1234567890123
                # HELP b of accounts
                # TYPE b gauge
                b{account="one"} 1
                b{a="x",account="two"} 0.5
                """);
    }

    @Test
    void shouldEscapeLabels() {
        Metric metric = new Metric("a", "a", Map.of("name", "say \"hi\"\\\n"), 0);
        assertThat(new String(PrometheusText.of(List.of(metric)), UTF_8))
                .contains("{name=\"say \\\"hi\\\"\\\\\\n\"} 0");
    }
}
