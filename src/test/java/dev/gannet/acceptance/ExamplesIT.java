package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CF-33: what docs/examples shows starts a server, nats-server too, and it has nothing to complain of. */
@ExtendWith(ProcessUnderTest.class)
class ExamplesIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path directory;

    static List<String> names() throws IOException {
        return Examples.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldStartAServer(String name) throws Exception {
        String text = Examples.text(name, directory);
        try (ServerProcess server = ServerProcess.launch(EXECUTABLE, text, FREE_PORT, "-m", "-1")) {
            eventually(() -> assertThat(log(server)).contains("Server is ready"));
            assertThat(log(server)).doesNotContain("[WRN]", "[ERR]", "[FTL]");
        }
    }

    /** Where the example wants it to be. */
    private String log(ServerProcess server) throws IOException {
        Path file = directory.resolve("gannet.log");
        return Files.exists(file) ? Files.readString(file) : server.log();
    }
}
