package dev.gannet.monitor.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownSeriesTest {
    private final List<String> shown = new ArrayList<>();
    private final ShownSeries series = new ShownSeries(new ShownSeries.Registry() {
        @Override
        public void add(Metric metric) {
            shown.add(metric.labels().get("account"));
        }

        @Override
        public void remove(Metric metric) {
            shown.remove(metric.labels().get("account"));
        }
    });

    @Test
    void shouldShowWhatThereIs() {
        // when one comes with another value, and then one comes and one goes
        series.show(List.of(of("A", 1), of("B", 1)));
        series.show(List.of(of("A", 2), of("B", 2)));
        assertThat(shown).containsExactly("A", "B");
        series.show(List.of(of("C", 1), of("A", 3)));

        // then
        assertThat(shown).containsExactlyInAnyOrder("A", "C");
    }

    @Test
    void shouldShowNothingOnceItIsClosed() {
        series.show(List.of(of("A", 1)));
        series.close();
        series.show(List.of(of("A", 1)));
        assertThat(shown).isEmpty();
    }

    private static Metric of(String account, double value) {
        return new Metric("connections", "connections", Map.of("account", account), value);
    }
}
