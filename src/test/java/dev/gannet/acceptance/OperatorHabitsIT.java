package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.CommandOutcome;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator has around a server: pid files, a reloader and a {@code preStop} hook, log files and their rotation, a
 * syslog server. The same holds for nats-server, with {@code -Dgannet.reference=...}.
 */
@ExtendWith(ProcessUnderTest.class)
class OperatorHabitsIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path directory;

    @Test // CF-43, CF-40, CF-41, CF-230: a preStop hook
    void shouldLeavePolitelyWhenToldThroughItsPidFile() throws Exception {
        // given what an earlier server left behind
        Path pidFile = Files.writeString(directory.resolve("nats.pid"), "99999999");
        String configuration = "lame_duck_duration: 30s\nlame_duck_grace_period: 0s\n";
        try (ServerProcess server =
                        ServerProcess.start(EXECUTABLE, configuration, FREE_PORT, "--pid", pidFile.toString());
                WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            eventually(() -> assertThat(pidFile).hasContent(Long.toString(server.pid())));

            // when
            CommandOutcome outcome = CommandOutcome.of(EXECUTABLE, "-sl=ldm=" + pidFile);

            // then
            assertThat(outcome.exitCode()).isZero();
            assertThat(server.awaitExit()).isZero();
            server.awaitLog("Trapped \"user defined signal 2\" signal", 1);
            server.awaitLog("Entering lame duck mode, stop accepting new clients", 1);
        }
    }

    @Test // CF-43, CF-38: a configuration reloader sends its signal to the process of the pid file
    void shouldReadItsConfigurationAgainWhenToldThroughItsPidFile() throws Exception {
        Path pidFile = directory.resolve("nats.pid");
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-P", pidFile.toString())) {
            eventually(() -> assertThat(pidFile).exists());

            CommandOutcome outcome = CommandOutcome.of(EXECUTABLE, "--signal", "reload=" + pidFile);

            assertThat(outcome.exitCode()).isZero();
            server.awaitLog("Trapped \"hangup\" signal", 1);
        }
    }

    @Test // CF-31
    void shouldNotShowThePasswordOfItsCommandLine() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-m", "-1", "--user", "ada", "--pass", "not-for-all")) {
            URI vars = URI.create("http://127.0.0.1:" + server.monitoringPort() + "/debug/vars");
            try (InputStream answer = vars.toURL().openStream()) {
                assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("\"cmdline\"")
                        .doesNotContain("not-for-all");
            }
        }
    }

    @Test // CF-39, CF-236
    void shouldGoOnInANewLogFileAfterTheOldOneWasMovedAway() throws Exception {
        Path file = directory.resolve("nats.log");
        Path moved = directory.resolve("nats.log.1");
        try (ServerProcess server = ServerProcess.launch(EXECUTABLE, "", FREE_PORT, "-l", file.toString())) {
            eventually(() -> assertThat(file).content().contains("Server is ready"));

            // when
            Files.move(file, moved);
            server.signal("USR1");

            // then
            eventually(() -> assertThat(file).content().contains("[INF] File log re-opened"));
            assertThat(Files.readString(moved)).doesNotContain("File log re-opened");
        }
    }

    @Test // CF-237, CF-238
    void shouldSetItsLogFileAsideWhenItIsFull() throws Exception {
        Path file = directory.resolve("nats.log");
        String configuration = "log_file: \"" + file + "\"\nlog_size_limit: 1000\nlog_max_num: 3\n";
        try (ServerProcess server = ServerProcess.launch(
                EXECUTABLE, configuration, FREE_PORT, "-D", "--ports_file_dir", directory.toString())) {
            Path ports = directory.resolve("nats-server_" + server.pid() + ".ports");
            eventually(() -> assertThat(ports).content().endsWith("]}"));
            String url = Files.readString(ports).replaceAll("[^0-9:]", "");
            int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));

            // when more is logged than three files take
            for (int i = 0; i < 40; i++) {
                try (WireConnection client = new WireConnection(port)) {
                    client.readLine();
                }
            }

            // then
            eventually(() -> assertThat(logs(file))
                    .anyMatch(log -> log.contains("[INF] Purged log file \"nats.log.2"))
                    .anyMatch(log -> log.contains("[INF] Rotated log, backup saved as \"" + file + ".2"))
                    .hasSize(3));
        }
    }

    @Test // CF-16, CF-240
    void shouldLogToASyslogServer() throws Exception {
        try (var syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            syslog.setSoTimeout(20_000);
            String url = "udp://127.0.0.1:" + syslog.getLocalPort();
            try (ServerProcess server = ServerProcess.launch(EXECUTABLE, "", FREE_PORT, "-r", url)) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                syslog.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                        .matches("<5>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[-+]\\d\\d:\\d\\d) \\S+ "
                                + EXECUTABLE.getFileName() + "\\[" + server.pid() + "]: Starting nats-server\n");
                assertThat(server.log()).isEmpty();
            }
        }
    }

    @Test // CF-16
    void shouldNotStartWithoutItsSyslogServer() throws Exception {
        CommandOutcome outcome = CommandOutcome.of(EXECUTABLE, "-p", "-1", "-r", "tcp://127.0.0.1:1");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .endsWith(" error connecting to syslog: \"dial tcp 127.0.0.1:1: connect: connection refused\"\n");
    }

    private static List<String> logs(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(each -> each.toString().startsWith(file.toString()))
                    .map(OperatorHabitsIT::textOf)
                    .toList();
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // It was purged meanwhile.
        }
    }
}
