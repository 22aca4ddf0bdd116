package dev.gannet.config.reload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.flag.CommandLineReader;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads from one file to another: which of them nats-server refuses, and with which words (CF-216..226). The table was made
 * by nats-server itself, and with {@code -Dgannet.reference} is compared with it again.
 */
class ReloadTableTest {
    private static final String SEPARATOR = " => ";
    private static final String NOTHING = "{}";
    private static final String FAILED = "Failed to reload server configuration: ";

    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> shouldSayWhatTheReferenceSays() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row[0] + SEPARATOR + row[1],
                        () -> assertThat(said(row[0], row[1])).isEqualTo(row[row.length - 1])))
                .toList();
    }

    @Test
    void shouldHoldWhatTheReferenceSaysNow() throws IOException {
        String reference = System.getProperty("gannet.reference");
        assumeTrue(reference != null, "no reference");
        for (String[] row : rows()) {
            String before = text(row[0]);
            try (ServerProcess server = ServerProcess.start(Path.of(String.valueOf(reference)), before, -1)) {
                Files.writeString(server.directory().resolve("nats.conf"), text(row[1]));
                server.signal("HUP");
                server.awaitLog("server configuration", 1);
                String said = server.log()
                        .lines()
                        .filter(line -> line.contains(FAILED))
                        .map(line -> withoutBlock(line.substring(line.indexOf(FAILED) + FAILED.length())))
                        .findFirst()
                        .orElse("OK");
                assertThat(said).as(String.join(SEPARATOR, row)).isEqualTo(row[2]);
            }
            deleteStores();
        }
    }

    /** A row may have stores with others' limits. */
    private void deleteStores() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<String[]> rows() throws IOException {
        try (InputStream table = ReloadTableTest.class.getResourceAsStream("/config/reload.txt")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(SEPARATOR, -1))
                    .toList();
        }
    }

    private String said(String before, String now) throws IOException {
        ServerConfig running = ((CommandLine.Run) read(before)).config();
        if (read(now) instanceof CommandLine.Failure failure) {
            return String.valueOf(ReloadException.ofStart(failure.text()).getMessage());
        }
        try {
            ConfigChanges.between(running, ((CommandLine.Run) read(now)).config());
            return "OK";
        } catch (ReloadException e) {
            return withoutBlock(String.valueOf(e.getMessage()));
        }
    }

    /** Go's way to show a whole block is its own. */
    private static String withoutBlock(String refusal) {
        return refusal.replaceFirst(
                "^(config reload not supported for (Gateway|Websocket|MQTT|LeafNode: field \"Users\")): old=.*", "$1");
    }

    private CommandLine read(String conf) throws IOException {
        Path file = Files.writeString(directory.resolve("nats.conf"), text(conf));
        return new CommandLineReader(name -> null).read(List.of("-c", file.toString()));
    }

    private String text(String conf) {
        String text = conf.equals(NOTHING)
                ? ""
                : conf.replace("\\n", "\n")
                        .replace("\"D/", '"' + directory.toString() + '/')
                        .replace("\"T/", '"' + TlsFiles.path("") + '/');
        return "server_name: n\n" + text + "\n";
    }
}
