package dev.gannet.config.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The keys, each with good values and bad ones, and what is said of them (CF-70..208). The table was made by
 * nats-server itself, and with {@code -Dgannet.reference} is compared with it again.
 */
class KeysTableTest {
    private static final String SEPARATOR = " => ";
    private static final String GOOD = "OK";

    @TempDir
    Path directory;

    /** One line of the table: what the reference says of a file, and what Gannet does. */
    record Row(String conf, String reference, String expected) {
        boolean isGood() {
            return expected.equals(GOOD);
        }
    }

    @TestFactory // CF-192, AC-46, AC-47, AC-52, AC-58, and all else that a start refuses
    List<DynamicTest> shouldSayWhatTheReferenceSays() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.conf(), () -> assertThat(ours(row.conf())).isEqualTo(row.expected())))
                .toList();
    }

    @Test
    void shouldHoldWhatTheReferenceSaysNow() throws Exception {
        String reference = System.getProperty("gannet.reference");
        assumeTrue(reference != null, "no reference");
        for (Row row : rows()) {
            Path file = file(row.conf());
            Process process = new ProcessBuilder(String.valueOf(reference), "-t", "-c", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8)
                    .replace(file.toString(), "F")
                    .replace("nats-server: ", "")
                    .strip();
            assertThat(process.waitFor() == 0 ? GOOD : said).as(row.conf()).isEqualTo(row.reference());
        }
    }

    private String ours(String conf) throws IOException {
        Path file = file(conf);
        ReadConfig read = new ServerConfigReader(System::getenv).read(file.toString());
        List<String> lines = new ArrayList<>(read.warnings());
        lines.addAll(read.errors());
        lines.removeIf(line -> line.contains("is known but not built yet")); // What it says is looked at all the same.
        return lines.isEmpty() ? GOOD : String.join("\n", lines).replace(file.toString(), "F");
    }

    private Path file(String conf) throws IOException {
        return Files.writeString(directory.resolve("nats.conf"), conf + "\n");
    }

    static List<Row> rows() throws IOException {
        try (InputStream table = KeysTableTest.class.getResourceAsStream("/config/keys.txt")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(KeysTableTest::row)
                    .toList();
        }
    }

    private static Row row(String line) {
        String[] columns = line.replace("\\n", "\n").split(SEPARATOR, -1);
        return new Row(columns[0], columns[1], columns[columns.length - 1]);
    }
}
