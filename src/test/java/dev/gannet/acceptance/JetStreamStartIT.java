package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a server with JetStream starts and ends: its directory, what it says in its log, what it tells clients. */
@ExtendWith(ProcessUnderTest.class)
class JetStreamStartIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path temporary;

    private Path storeDirectory = Path.of("");

    @BeforeEach
    void inARealDirectory() throws Exception {
        storeDirectory = temporary.toRealPath().resolve("a/b");
    }

    @Test // CF-243, CF-244, CF-20, CF-156, CP-67
    void shouldKeepStreamsWhereTheFlagSays() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-js", "-sd", storeDirectory.toString());
                WireConnection client = new WireConnection(server.clientPort())) {
            assertThat(client.readLine()).contains("\"jetstream\":true").contains("\"api_lvl\":5");
            assertThat(server.log())
                    .containsSubsequence(
                            "[INF] Starting JetStream\n",
                            "[INF] ---------------- JETSTREAM ----------------\n",
                            "[INF]   Strict:          true\n",
                            "[INF]   Max Memory:      ",
                            "B\n",
                            "[INF]   Max Storage:     ",
                            "B\n",
                            "[INF]   Store Directory: \"" + storeDirectory.resolve("jetstream") + "\"\n",
                            "[INF]   API Level:       5\n",
                            "[INF] -------------------------------------------\n",
                            "s to start JetStream\n",
                            "[INF] Listening for client connections on ");
            assertThat(storeDirectory.resolve("jetstream")).isDirectory();

            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            server.awaitLog("Server Exiting..", 1);
            assertThat(server.log())
                    .containsSubsequence(
                            "[INF] Initiating Shutdown...\n",
                            "[INF] Initiating JetStream Shutdown...\n",
                            "[INF] Server Exiting..");
        }
    }

    @Test // CF-157, CF-158, CF-159, CF-161, CF-243
    void shouldSayWhatItIsTold() throws Exception {
        String configuration = "server_name: ü1\njetstream { store_dir: \"" + storeDirectory
                + "\", max_mem: 1G, max_file: 2G, domain: hub, strict: false }\n";
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, configuration, FREE_PORT);
                WireConnection client = new WireConnection(server.clientPort())) {
            assertThat(client.readLine()).contains("\"jetstream\":true").contains("\"domain\":\"hub\"");
            assertThat(server.log())
                    .doesNotContain("Strict: ")
                    .contains("[INF]   Name:     ü1\n")
                    .contains("[INF]   Node:     r8dE4pIx\n")
                    .contains("[INF]   Max Memory:      953.67 MB\n")
                    .contains("[INF]   Max Storage:     1.86 GB\n")
                    .contains("[INF]   Domain:          hub\n");
        }
    }

    @Test
    void shouldNotStartWhereAFileIsInTheWay() throws Exception {
        Files.createDirectories(storeDirectory);
        Files.writeString(storeDirectory.resolve("jetstream"), "");
        assertThat(refusal()).contains("[FTL] Can't start JetStream: storage directory is not a directory");
    }

    @Test
    void shouldNotStartInTheDirectoryOfAnotherServer() throws Exception {
        assumeTrue(!ServerUnderTest.isReference(), "nats-server starts");
        try (ServerProcess first =
                ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-js", "-sd", storeDirectory.toString())) {
            assertThat(refusal())
                    .contains("[FTL] Can't start JetStream: storage directory \"" + storeDirectory.resolve("jetstream")
                            + "\" is in use by process " + first.pid() + ": each server needs its own");
        }
    }

    @Test
    void shouldStartBesideAnotherServerWhereNobodySaysADirectory() throws Exception {
        // given
        Path program = withoutDirectory();
        try (ServerProcess first = ServerProcess.start(program, "", freePort(), "-js");
                ServerProcess second = ServerProcess.start(program, "", freePort(), "-js");
                Connection one = Clients.connect(first.url());
                Connection other = Clients.connect(second.url())) {
            // when
            String made = StreamQuestions.ask(one, "STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}");
            // then
            assertThat(made).doesNotContain("error");
            assertThat(StreamQuestions.ask(other, "STREAM.NAMES", "")).contains("\"total\":0");
        }
    }

    /** Returns a program that starts the server with the user's own directories below the temporary one. */
    private Path withoutDirectory() throws IOException {
        Path home = Files.createDirectories(storeDirectory);
        String script = "#!/bin/sh\nexport XDG_DATA_HOME='" + home + "' TMPDIR='" + home + "'\nexec '" + EXECUTABLE
                + "' \"$@\"\n";
        Path program = Files.writeString(home.resolve("server"), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test // ST-258
    void shouldNotStartInADirectoryOfNatsServer() throws Exception {
        assumeTrue(!ServerUnderTest.isReference(), "it is its own");
        Files.createDirectories(storeDirectory.resolve("jetstream/$G/streams/ORDERS/msgs"));
        assertThat(refusal()).contains("[FTL] Can't start JetStream: ").contains("holds streams of nats-server");
    }

    private String refusal() throws Exception {
        try (ServerProcess server =
                ServerProcess.launch(EXECUTABLE, "", FREE_PORT, "-js", "-sd", storeDirectory.toString())) {
            assertThat(server.awaitExit()).isEqualTo(1);
            server.awaitLog("[FTL]", 1);
            return server.log();
        }
    }
}
