package dev.gannet.config.reload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.config.flag.CommandLineReader;
import dev.gannet.testing.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Reloads from one file to another: which of them nats-server refuses, and with which words (CF-216..226). */
class ReloadTableTest {
    private static final String SEPARATOR = " => ";
    private static final String NOTHING = "{}";

    @TempDir
    Path directory;

    @TestFactory
    List<DynamicTest> shouldSayWhatTheReferenceSays() throws IOException {
        try (InputStream table = ReloadTableTest.class.getResourceAsStream("/config/reload.txt")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(SEPARATOR, -1))
                    .map(row -> DynamicTest.dynamicTest(
                            row[0] + SEPARATOR + row[1],
                            () -> assertThat(said(row[0], row[1])).isEqualTo(row[row.length - 1])))
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
        String text = conf.equals(NOTHING)
                ? ""
                : conf.replace("\\n", "\n")
                        .replace("\"D/", '"' + directory.toString() + '/')
                        .replace("\"T/", '"' + TlsFiles.path("") + '/');
        Path file = Files.writeString(directory.resolve("nats.conf"), "server_name: n\n" + text + "\n");
        return new CommandLineReader(name -> null).read(List.of("-c", file.toString()));
    }
}
