package dev.gannet.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CF-33: what docs/examples shows can be started, and does all that it says. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("docs/examples");

    static Stream<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".conf")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void shouldBeAGoodConfiguration(Path file) {
        ReadConfig read = new ServerConfigReader(name -> null).read(file.toString());

        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings()).isEmpty();
        assertThat(read.notBuilt()).isEmpty();
    }

    @Test
    void shouldAllBeInTheList() throws IOException {
        String list = Files.readString(EXAMPLES.resolve("README.md"));
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> !name.equals("README.md")))
                    .allMatch(name -> list.contains("(" + name + ")"));
        }
    }
}
