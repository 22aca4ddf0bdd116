package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.CommandOutcome;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The edge host as a process: flags, signals, exit codes, files. The same holds for nats-server, with
 * {@code -Dgannet.reference=...}.
 */
@ExtendWith(ProcessUnderTest.class)
class EdgeProcessIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path directory;

    @Test // CF-2, CF-7
    void shouldServeClients() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "max_payload: 1234", FREE_PORT);
                WireConnection client = new WireConnection(server.clientPort())) {
            assertThat(client.readLine()).contains("\"max_payload\":1234");
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");
        }
    }

    @Test // CP-6
    void shouldWarnOfLargePayloads() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "max_payload: 9MB", FREE_PORT)) {
            assertThat(server.log()).contains("Maximum payloads over 8.00 MB are generally discouraged");
        }
    }

    @ParameterizedTest // CF-37
    @ValueSource(strings = {"Starting nats-server", "Version", "Starting http monitor", "Listening for client"})
    void shouldEndQuietlyWhileItStarts(String moment) throws Exception {
        try (ServerProcess server = ServerProcess.launch(EXECUTABLE, "", FREE_PORT, "-m", "-1")) {
            server.awaitLog(moment, 1);

            // when
            long before = System.nanoTime();
            server.signal("INT");

            // then it ends as a server that has started does, or before it could see the signal
            assertThat(server.awaitExit()).isIn(0, 128 + 2);
            assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(4));
            assertThat(server.log()).doesNotContain("[FTL]", "[ERR]");
        }
    }

    @ParameterizedTest // CF-37
    @ValueSource(strings = {"TERM", "INT"})
    void shouldStopOnASignal(String signal) throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT);
                WireConnection client = new WireConnection(server.clientPort())) {
            // given a client
            client.readLine();

            // when the process gets a signal
            server.signal(signal);

            // then the client is closed, and the process ends well
            assertThat(client.readToEnd().ended()).isTrue();
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test
    void shouldStopThoughItsFileWasReplacedWhileItRan() throws Exception {
        assumeTrue(EXECUTABLE.endsWith("gannet-edge"), "it is one file of ours");
        Path jar = directory.resolve("gannet-edge.jar");
        Files.copy(EXECUTABLE.resolveSibling("../target/gannet-edge.jar").normalize(), jar);
        Path script = directory.resolve("server");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(script, "#!/bin/sh\nexec " + java + " -jar " + jar + " \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path store = directory.resolve("store");
        try (ServerProcess server = ServerProcess.start(script, "", FREE_PORT, "-js", "-sd", store.toString())) {
            Files.write(jar, new byte[(int) Files.size(jar)]);
            server.signal("TERM");
            server.awaitExit();
        }
    }

    @Test // CF-37; the shell has what it starts in the background of a script ignore SIGINT
    void shouldStopOnASignalThatWasIgnoredAtItsStart() throws Exception {
        Path script = directory.resolve("background");
        Files.writeString(script, "#!/bin/sh\ntrap '' INT HUP\nexec " + EXECUTABLE + " \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (ServerProcess server = ServerProcess.start(script, "", FREE_PORT)) {
            server.signal("INT");
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test // CF-40, CP-207, CP-208
    void shouldLeavePolitelyOnASignal() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT)) {
            server.signal("USR2");
            assertThat(server.awaitExit()).isZero();
            assertThat(server.log()).contains("Entering lame duck mode, stop accepting new clients");
        }
    }

    @Test // The JVM would send itself SIGUSR2, which means to leave.
    void shouldServeWhileAFlightIsRecorded() throws Exception {
        assumeTrue(System.getProperty("gannet.reference") == null, "nats-server has no flight recorder");
        Path script = directory.resolve("recorded");
        String options = "-XX:StartFlightRecording=settings=profile,filename=" + directory.resolve("flight.jfr");
        Files.writeString(script, "#!/bin/sh\nGANNET_JAVA_OPTS='" + options + "' exec " + EXECUTABLE + " \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        // when it is busy while it is recorded
        try (ServerProcess server = ServerProcess.start(script, "", FREE_PORT);
                WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            client.send("CONNECT {\"verbose\":false}\r\n");
            for (int i = 0; i < 20_000; i++) {
                client.send("PING\r\n");
                assertThat(client.readLine()).isEqualTo("PONG\r\n");
            }

            // then it has nothing else in mind
            assertThat(server.log()).doesNotContain("Trapped");
        }
    }

    @Test // CF-38
    void shouldReadItsConfigurationAgainOnASignal() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "max_payload: 1000", FREE_PORT)) {
            server.reload("max_payload: 2000");
            try (WireConnection client = new WireConnection(server.clientPort())) {
                assertThat(client.readLine()).contains("\"max_payload\":2000");
            }
        }
    }

    @Test // CF-38
    void shouldKeepItsConfigurationWhenTheNewOneIsWrong() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "max_payload: 1000", FREE_PORT)) {
            // when a configuration with a mistake is to be read
            Files.writeString(server.directory().resolve("nats.conf"), "max_payload: many\n");
            server.signal("HUP");
            server.awaitLog("Failed to reload server configuration", 1);

            // then the server goes on with the old one
            try (WireConnection client = new WireConnection(server.clientPort())) {
                assertThat(client.readLine()).contains("\"max_payload\":1000");
            }
        }
    }

    @Test // CF-4, CF-81
    void shouldWriteItsPidFile() throws Exception {
        Path file = directory.resolve("server.pid");
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-P", file.toString())) {
            // The file may be written just after the server says that it is ready.
            eventually(() -> assertThat(file).hasContent(Long.toString(server.pid())));
        }
    }

    @Test // CF-231
    void shouldNameEveryAddressInItsPortsFileLoopbackFirst() throws Exception {
        // given a server that listens on all addresses
        try (ServerProcess server = ServerProcess.start(
                EXECUTABLE, "", FREE_PORT, "-a", "0.0.0.0", "--ports_file_dir", directory.toString())) {
            String end = ":" + server.clientPort() + "\"";

            // then the file names them as URLs have them, and first the one that everybody can connect to
            eventually(() -> assertThat(portsFile())
                    .content()
                    .startsWith("{\"nats\":[\"nats://127.0.0.1" + end)
                    .endsWith("]}"));
            assertThat(portsFile()).content().doesNotContain("0:0:0:0");
        }
    }

    @Test // CF-232, CF-11, CF-81, CF-231
    void shouldWriteItsPortsFile() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(EXECUTABLE, "", FREE_PORT, "--ports_file_dir", directory.toString())) {
            // then the file names the address that was bound
            eventually(() -> assertThat(portsFile()).exists());
            eventually(() ->
                    assertThat(portsFile()).content().contains("{\"nats\":[\"nats://127.0.0.1:" + server.clientPort()));
            assertThat(portsFile()).hasFileName("nats-server_" + server.pid() + ".ports");

            // and it goes with the server
            Path file = portsFile();
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            assertThat(file).doesNotExist();
        }
    }

    @Test // CF-11: scripts look for a file that is named after the program they started
    void shouldNameItsPortsFileAfterTheLinkThatItWasStartedBy() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("nats-server"), EXECUTABLE);
        try (ServerProcess server =
                ServerProcess.start(link, "", FREE_PORT, "--ports_file_dir", directory.toString())) {
            eventually(() -> assertThat(directory.resolve("nats-server_" + server.pid() + ".ports"))
                    .exists());
        } finally {
            Files.delete(link);
        }
    }

    @Test // CF-12
    void shouldLogToAFile() throws Exception {
        Path file = directory.resolve("server.log");
        try (ServerProcess server = ServerProcess.launch(EXECUTABLE, "", FREE_PORT, "-l", file.toString())) {
            eventually(() -> assertThat(file).exists());
            eventually(() -> assertThat(file).content().contains("[INF]").contains("Server is ready"));
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test // CF-5
    void shouldServeMonitoring() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-m", "-1")) {
            assertThat(server.monitoringPort()).isPositive();
        }
    }

    @Test // CF-36
    void shouldFailWhenItsPortIsTaken() throws Exception {
        try (ServerProcess first = ServerProcess.start(EXECUTABLE, "", FREE_PORT);
                ServerProcess second = ServerProcess.launch(EXECUTABLE, "", first.clientPort())) {
            assertThat(second.awaitExit()).isEqualTo(1);
            second.awaitLog("[FTL] Error listening on port: 127.0.0.1:" + first.clientPort(), 1);
        }
    }

    @Test // CF-32, CF-66
    void shouldFailWhenItsConfigurationIsWrong() throws Exception {
        try (ServerProcess server = ServerProcess.launch(EXECUTABLE, "no_such_thing: 1\n", FREE_PORT)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            server.awaitLog("nats.conf:2:1: unknown field \"no_such_thing\"", 1);
        }
    }

    @ParameterizedTest // CF-27
    @ValueSource(strings = {"-v", "--version", "version"})
    void shouldPrintItsVersion(String flag) throws Exception {
        CommandOutcome outcome = run(flag);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).matches("\\S+: v\\d+\\.\\d+\\.\\d+\\S*\\R(gannet-edge: v\\S+.*\\R)?");
    }

    @ParameterizedTest // CF-27
    @ValueSource(strings = {"-h", "--help", "help"})
    void shouldPrintItsFlags(String flag) throws Exception {
        CommandOutcome outcome = run(flag);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).contains("--config", "--port", "--http_port", "--signal");
    }

    @Test // CF-28
    void shouldRefuseAnUnknownCommand() throws Exception {
        CommandOutcome outcome = run("sing");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("unrecognized command: \"sing\"");
    }

    @Test // CF-8, CF-33
    void shouldTestAConfiguration() throws Exception {
        Path file = Files.writeString(directory.resolve("good.conf"), "max_payload: 1000\n");
        CommandOutcome outcome = run("-t", "-c", file.toString());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output())
                .containsPattern("configuration file .*good.conf is valid \\(sha256:[0-9a-f]{64}\\)");
    }

    @Test // CF-33, CF-65
    void shouldTestAWrongConfiguration() throws Exception {
        Path file = Files.writeString(directory.resolve("bad.conf"), "max_payload: 1000\nmax_pending: {\n");
        CommandOutcome outcome = run("-t", "-c", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("Parse error on line 3: 'Unexpected EOF processing map.'");
    }

    @Test // CF-9, CF-41
    void shouldSendASignalToAnotherServer() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT)) {
            CommandOutcome outcome = run("--signal", "quit=" + server.pid());
            assertThat(outcome.exitCode()).isZero();
            assertThat(server.awaitExit()).isZero();
        }
    }

    private Path portsFile() throws IOException {
        try (var files = Files.newDirectoryStream(directory, "*.ports")) {
            for (Path file : files) {
                return file;
            }
        }
        return directory.resolve("no.ports");
    }

    private static CommandOutcome run(String... flags) throws Exception {
        return CommandOutcome.of(EXECUTABLE, flags);
    }
}
