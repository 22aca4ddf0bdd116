package dev.gannet.monitor.metric;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.Exposition;
import dev.gannet.testing.MeteredServer;
import dev.gannet.testing.WireConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Grafana dashboard asks for nothing that a server does not show, and in ways that fit what it is. */
class DashboardTest {
    private static final Path DASHBOARD = Path.of("docker/grafana/dashboards/gannet.json");
    private static final Pattern NAME = Pattern.compile("\\b(gannet|gnatsd|jetstream)(_[a-z0-9]+)+(?=\\{|,)");
    private static final Pattern RISING = Pattern.compile("(?:rate|increase)\\(([a-z0-9_]+)");
    private static final Pattern GROUPED = Pattern.compile("by \\(([^)]+)\\)|\\{\\{(\\w+)}}|[{,]\\s*(\\w+)=~?\"");

    @TempDir
    Path directory;

    private final List<String> expressions = new ArrayList<>();
    private final Set<String> labels = new TreeSet<>();

    @Test
    void shouldAskForWhatIsShown() throws Exception {
        read(new ObjectMapper().readTree(DASHBOARD.toFile()));
        assertThat(expressions).hasSizeGreaterThan(30);
        try (MeteredServer server = MeteredServer.start(directory.resolve("streams"));
                WireConnection client = server.connect()) {
            server.makeStream(client);
            server.publish(client, 1);
            eventually(() -> assertThat(server.metrics()).contains("jetstream_consumer_num_pending{"));

            // when
            Exposition shown = Exposition.parse(server.metrics());

            // then each name is there, and each label at one of them at least
            Set<String> asked = all(NAME, 0);
            assertThat(asked).hasSizeGreaterThan(30);
            assertThat(shown.names()).containsAll(asked);
            assertThat(shown.families().values().stream()
                            .flatMap(family -> family.samples().stream())
                            .filter(sample -> asked.contains(sample.name()))
                            .flatMap(sample -> sample.labels().keySet().stream()))
                    .containsAll(labels);

            // and only what goes up is taken the rate of
            assertThat(all(RISING, 1))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(type(shown, name)).isIn("counter", "histogram"));
        }
    }

    private static String type(Exposition shown, String name) {
        return shown.families().values().stream()
                .filter(family -> family.samples().stream()
                        .anyMatch(sample -> sample.name().equals(name)))
                .map(Exposition.Family::type)
                .findFirst()
                .orElse("none");
    }

    private Set<String> all(Pattern pattern, int group) {
        Set<String> found = new TreeSet<>();
        for (String expression : expressions) {
            Matcher matcher = pattern.matcher(expression);
            while (matcher.find()) {
                found.add(matcher.group(group));
            }
        }
        return found;
    }

    /** Collects what is asked, wherever it stands. */
    private void read(JsonNode node) {
        for (String field : List.of("expr", "definition")) {
            if (node.path(field).isTextual()) {
                expressions.add(node.path(field).textValue());
                noteLabels(node.path(field).textValue());
            }
        }
        noteLabels(node.path("legendFormat").asText());
        node.forEach(this::read);
    }

    private void noteLabels(String text) {
        Matcher matcher = GROUPED.matcher(text);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                String found = matcher.group(group);
                if (found != null) {
                    labels.addAll(List.of(found.split(", ", -1)));
                }
            }
        }
    }
}
