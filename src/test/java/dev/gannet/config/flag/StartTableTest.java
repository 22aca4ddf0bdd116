package dev.gannet.config.flag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the settings of capabilities must fulfil together, with what is said at the start if they do not (CF-127..171). The
 * table was made by nats-server itself.
 */
class StartTableTest {
    private static final String SEPARATOR = " => ";

    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> shouldSayWhatTheReferenceSays() throws IOException {
        try (InputStream table = StartTableTest.class.getResourceAsStream("/config/start.txt")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(SEPARATOR, -1))
                    .map(row -> DynamicTest.dynamicTest(
                            row[0], () -> assertThat(said(row[0])).isEqualTo(row[1])))
                    .toList();
        }
    }

    private String said(String conf) throws IOException {
        Path file = Files.writeString(directory.resolve("nats.conf"), conf + "\n");
        CommandLine read = new CommandLineReader(name -> null).read(List.of("-c", file.toString()));
        return read instanceof CommandLine.Failure failure
                ? failure.text().replace(file.toString(), "F").strip()
                : "OK";
    }
}
