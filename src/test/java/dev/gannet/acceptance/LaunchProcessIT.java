package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.CommandOutcome;
import dev.gannet.testing.HttpsPages;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.TlsFiles;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server in its container as a process. What its flags, texts and files are is tested with the edge host, with which
 * it shares them; here is what the container could spoil. Each start takes seconds, so there are few, each of which
 * serves several tests.
 */
class LaunchProcessIT {
    private static final Path SCRIPT = Path.of("bin/gannet").toAbsolutePath();
    private static final int FREE_PORT = -1;
    private static final int TIMEOUT_SECONDS = 30;

    /** Has the home of what was packaged; making an archive too would take longer than all tests. */
    @TempDir
    static Path home;

    @TempDir
    Path directory;

    private Path executable = SCRIPT;

    @BeforeEach
    void writeExecutable() throws IOException {
        assumeTrue(Files.exists(Path.of("target/gannet.jar")), "the launcher is tested when it has been packaged");
        String environment = "GANNET_ARCHIVE=off GANNET_MAX_CONTROL_LINE=2345 GANNET_HOME=" + home;
        String options = "GANNET_JAVA_OPTS=-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp"));
        executable = directory.resolve("gannet");
        Files.writeString(executable, "#!/bin/sh\n" + environment + " " + options + " exec " + SCRIPT + " \"$@\"\n");
        assertThat(executable.toFile().setExecutable(true)).isTrue();
    }

    @Test // CF-2, CF-5, CF-11, CF-26, CF-38, CF-81, CF-231, CF-232
    void shouldBeAServerLikeAnyOther() throws Exception {
        Path pidFile = directory.resolve("server.pid");
        String name = "${HOME}a\\b"; // A container might find an expression in it.
        String[] flags = {"-m", "-1", "-P", pidFile.toString(), "--ports_file_dir", directory.toString(), "-n", name};
        String conf = "max_payload: 1234, prof_port: -1";
        try (ServerProcess server = ServerProcess.start(executable, conf, FREE_PORT, flags)) {
            // then it serves clients, with its configuration
            try (WireConnection client = new WireConnection(server.clientPort())) {
                assertThat(client.readLine()).contains("\"max_payload\":1234");
                client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
                assertThat(client.readLine()).isEqualTo("PONG\r\n");
            }

            // and monitoring, from the port that it names; settings come from file, environment and flags
            assertThat(get(server.monitoringPort(), "/varz"))
                    .contains("\"max_payload\": 1234", "\"max_control_line\": 2345")
                    .contains("\"server_name\": \"${HOME}a\\\\b\"");

            // and its process is the one that was started, and says so in its files
            Path portsFile = directory.resolve("nats-server_" + server.pid() + ".ports");
            eventually(() -> assertThat(pidFile).hasContent(Long.toString(server.pid())));
            eventually(() -> assertThat(portsFile)
                    .content()
                    .contains(
                            "nats://127.0.0.1:" + server.clientPort(), "http://127.0.0.1:" + server.monitoringPort()));

            // and a profile of it can be had, where the log says
            String profiling = server.log().replaceFirst("(?s).*profiling port: (\\d+).*", "$1");
            assertThat(portsFile).content().contains("\"profile\":[\"http://127.0.0.1:" + profiling + "\"]");
            assertThat(get(Integer.parseInt(profiling), "/debug/pprof/goroutine?debug=1"))
                    .contains("gannet-profile");

            // when its configuration has become wrong
            Files.writeString(server.directory().resolve("nats.conf"), "max_payload: many\n");
            server.signal("HUP");

            // then it goes on with the old one
            server.awaitLog("Failed to reload server configuration", 1);

            // and when it is told to end, it ends well, leaves nothing, and has said nothing that nats-server would not
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            assertThat(portsFile).doesNotExist();
            assertNothingIsLeft();
            assertThat(server.log().lines()).allMatch(line -> line.startsWith("[" + server.pid() + "] "), "log line");
        }
    }

    @Test // CF-37, CF-40, CF-41
    void shouldRunSeveralServersOnOneMachine() throws Exception {
        // given two servers, of which the second answers no HTTP at all
        String pidFile = directory.resolve("first.pid").toString();
        try (ServerProcess first = ServerProcess.start(
                        executable, "lame_duck_duration: 30s\npid_file: \"" + pidFile + "\"", FREE_PORT);
                ServerProcess second = ServerProcess.start(executable, "http: 8222", FREE_PORT, "--no_http")) {
            // then nobody had to say where HTTP goes
            eventually(() -> assertThat(get(first.monitoringPort(), "/healthz")).contains("ok"));
            assertThat(second.log()).doesNotContain("monitor");

            // when one is to leave politely, as a preStop hook says it, and the other at once
            assertThat(run("-sl=ldm=" + pidFile).exitCode()).isZero();
            second.signal("INT");

            // then both end well
            assertThat(second.awaitExit()).isZero();
            assertThat(first.awaitExit()).isZero();
            assertThat(first.log()).contains("Entering lame duck mode, stop accepting new clients");
        }
    }

    @Test // MO-1, CF-98, CF-205
    void shouldAnswerHttpsInsteadOfHttp() throws Exception {
        String https = "https: '127.0.0.1:-1'\ntls { %s, min_version: '1.3' }";
        String[] flags = {"--ports_file_dir", directory.toString()};
        String configuration = https.formatted(TlsFiles.pair("server"));
        try (ServerProcess server = ServerProcess.start(executable, configuration, FREE_PORT, flags)) {
            // then its pages, and the container's, come over HTTPS with the certificate of clients
            int port = server.monitoringPort();
            assertThat(HttpsPages.get(port, "/varz").body()).contains("\"https_port\": " + port, "\"http_port\": 0");
            assertThat(HttpsPages.get(port, "/health/live").body()).contains("UP");
            assertThat(HttpsPages.get(port, "/metrics").statusCode()).isEqualTo(200);
            assertThat(HttpsPages.certificate(port)).isEqualTo(TlsFiles.certificate("server"));
            assertThat(server.log()).contains("Starting https monitor on 127.0.0.1:" + port);
            assertThat(directory.resolve("nats-server_" + server.pid() + ".ports"))
                    .content()
                    .contains("\"https://127.0.0.1:" + port + "\"");

            // when there is another certificate
            server.reload(https.formatted(TlsFiles.pair("server-rsa")));

            // then it is shown, and no key is in any file
            assertThat(HttpsPages.certificate(port)).isEqualTo(TlsFiles.certificate("server-rsa"));
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            assertNothingIsLeft();
            assertThat(server.log().lines()).allMatch(line -> line.startsWith("[" + server.pid() + "] "), "log line");
        }
    }

    @Test // CF-33, CF-235
    void shouldStartWithTheExampleThatLogsIntoAFile() throws Exception {
        String text = Examples.text("single.conf", directory);
        try (ServerProcess server = ServerProcess.launch(executable, text, FREE_PORT, "-m", "-1")) {
            Path log = directory.resolve("gannet.log");
            eventually(() -> assertThat(log).content().contains("Server is ready"));
            assertThat(log).content().doesNotContain("[WRN]", "[ERR]", "[FTL]");

            // when
            server.signal("TERM");

            // then nothing is said elsewhere
            assertThat(server.awaitExit()).isZero();
            assertThat(server.log()).isEmpty();
        }
    }

    @Test // CF-81
    void shouldSayOnceWhyTheApplicationCouldNotStart() throws Exception {
        String file = directory.resolve("missing/server.pid").toString();
        try (ServerProcess server = ServerProcess.launch(executable, "", FREE_PORT, "-P", file)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            server.awaitLog("[FTL] Could not write pidfile: open " + file + ": no such file or directory", 1);
            assertThat(server.log().lines().filter(line -> line.contains("[FTL]") || line.contains("Exception")))
                    .hasSize(1);
            assertNothingIsLeft();
        }
    }

    @Test // CF-98; it is seen before the container starts
    void shouldNotAnswerHttpsWithoutACertificate() throws Exception {
        CommandOutcome outcome = run("-p", "-1", "-ms", "-1");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("[FTL] Can't start monitoring: TLS cert and key required for HTTPS");
    }

    @Test // CF-36; it is seen before the container starts, which would take seconds
    void shouldFailWhenAPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            CommandOutcome clients = run("-a", "127.0.0.1", "-p", port);
            assertThat(clients.exitCode()).isEqualTo(1);
            assertThat(clients.output())
                    .contains("[FTL] Error listening on port: 127.0.0.1:" + port + ", \"listen tcp ");

            CommandOutcome monitoring = run("-a", "127.0.0.1", "-p", "-1", "-m", port);
            assertThat(monitoring.exitCode()).isEqualTo(1);
            assertThat(monitoring.output())
                    .contains("[FTL] Can't start monitoring: can't listen to the monitor port: listen tcp 127.0.0.1:"
                            + port);
        }
    }

    @Test // CF-27, CF-32
    void shouldAnswerWithoutAContainer() throws Exception {
        assertThat(run("-v").output()).matches("nats-server: v\\S+\\Rgannet: v\\S+.*\\R");
        assertThat(run("--help").output()).contains("--config", "--port", "--no_http");
        Path file = Files.writeString(directory.resolve("bad.conf"), "no_such_thing: 1\n");
        CommandOutcome outcome = run("-c", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("bad.conf:1:0: unknown field \"no_such_thing\"");
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    private static String get(int port, String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        assertThat(connection.getResponseCode()).isEqualTo(200);
        return new String(connection.getInputStream().readAllBytes(), UTF_8);
    }

    private CommandOutcome run(String... flags) throws Exception {
        return CommandOutcome.of(executable, flags);
    }
}
