package dev.gannet.subject.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.sharing.MappingConfig;
import dev.gannet.config.source.ReadConfig;
import dev.gannet.config.source.ServerConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide/mappings.md says: its table of subjects, and its examples in their order. */
class MappingsGuideTest {
    private static final Path GUIDE = Path.of("docs/guide/mappings.md");
    private static final Pattern EXAMPLE = Pattern.compile("```conf\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^|]+)` \\| `([^|]+)` \\| `([^|]+)` \\| `([^|]+)` \\|$", Pattern.MULTILINE);
    private static final int RENAMED = 0;
    private static final int WEIGHTED = 1;
    private static final int LOST = 2;
    private static final int CLUSTERS = 3;

    @TempDir
    Path directory;

    @Test
    void shouldShowWhatBecomesOfSubjects() throws Exception {
        // given
        List<MatchResult> rows = ROW.matcher(Files.readString(GUIDE)).results().toList();
        assertThat(rows).hasSizeGreaterThan(10);

        for (MatchResult row : rows) {
            // when
            SubjectTransform transform = SubjectTransform.forMapping(row.group(1), row.group(2));
            byte[] subject = row.group(3).getBytes(UTF_8);

            // then
            assertThat(transform.matches(subject, 0, subject.length))
                    .as(row.group())
                    .isTrue();
            assertThat(new String(transform.apply(subject, bound -> 0), UTF_8))
                    .as(row.group())
                    .isEqualTo(row.group(4));
        }
    }

    @Test
    void shouldShowMappings() throws Exception {
        assertThat(shares(RENAMED, ""))
                .containsExactly("orders.new 100", "eu.orders.$2.$1 100", "plant1.sensors.> 100");
        assertThat(shares(WEIGHTED, ""))
                .containsExactly("service.price.v2 10", "service.price 100", "jobs.slow.$1 25", "jobs.fast.$1 100");
        assertThat(shares(LOST, "")).containsExactly("telemetry.> 80");
        assertThat(drawn(CLUSTERS, "east")).isEqualTo("orders.east");
        assertThat(drawn(CLUSTERS, "west")).isEqualTo("orders.other");
        assertThat(drawn(CLUSTERS, "")).isEqualTo("orders.other");
    }

    private List<String> shares(int example, String cluster) throws IOException, TransformException {
        return mappings(example, cluster).stream()
                .flatMap(mapping -> mapping.shown().stream())
                .map(shown -> shown.subject() + " " + shown.weight())
                .toList();
    }

    private String drawn(int example, String cluster) throws IOException, TransformException {
        SubjectTransform drawn = mappings(example, cluster).get(0).draw(bound -> 0);
        return drawn == null ? "" : drawn.destination();
    }

    private List<SubjectMapping> mappings(int example, String cluster) throws IOException, TransformException {
        String text = EXAMPLE.matcher(Files.readString(GUIDE))
                .results()
                .skip(example)
                .findFirst()
                .orElseThrow()
                .group(1);
        Path file = Files.writeString(directory.resolve("nats.conf"), text);
        ReadConfig read = new ServerConfigReader(name -> null).read(file.toString());
        assertThat(read.errors()).isEmpty();
        SubjectMapping[] mappings =
                new SubjectMapping[read.config().features().mappings().size()];
        for (int i = 0; i < mappings.length; i++) {
            MappingConfig config = read.config().features().mappings().get(i);
            List<WeightedDestination> destinations = config.destinations().stream()
                    .map(each -> new WeightedDestination(each.subject(), each.weight(), each.cluster()))
                    .toList();
            mappings[i] = SubjectMapping.of(config.subject(), destinations, cluster);
        }
        return List.of(mappings);
    }
}
