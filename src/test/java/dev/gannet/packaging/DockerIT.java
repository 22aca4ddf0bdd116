package dev.gannet.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The images: their steps can be done, and what they hold starts, says how it is, and stops. */
class DockerIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path image;

    @BeforeEach
    void requireWhatIsCopied() {
        assumeTrue(Files.exists(Path.of("target/gannet.jar")), "images are made of what has been packaged");
    }

    @Test
    void shouldServeFromTheImageOfTheServer() throws Exception {
        serve(Dockerfile.build(Path.of("docker/Dockerfile"), image));
    }

    @Test
    void shouldServeFromTheImageOfTheEdgeServer() throws Exception {
        serve(Dockerfile.build(Path.of("docker/Dockerfile.edge"), image));
    }

    /** The users' file with another image in it: the same command, ports and volume. */
    @Test
    void shouldComposeAsUsersDo() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docker/compose.yaml"));
        assertThat(lines)
                .contains(
                        "    image: gannet:latest",
                        "    command: -js -m 8222",
                        "      - \"4222:4222\" # Client port",
                        "      - \"6222:6222\" # Cluster port",
                        "      - \"8222:8222\" # HTTP monitoring",
                        "      - nats-data:/data")
                .anySatisfy(line -> assertThat(Path.of("docker").resolve("..").resolve(dockerfile(line)))
                        .exists());
    }

    private static String dockerfile(String line) {
        assertThat(line).contains("dockerfile: ");
        return line.substring(line.indexOf(": ") + 2);
    }

    /** With the arguments of the users' compose file, on ports that are free. */
    private static void serve(Dockerfile dockerfile) throws Exception {
        assertThat(dockerfile.user()).isEqualTo("10001:10001");
        int port;
        try (ServerProcess server = ServerProcess.start(dockerfile.startScript(), "", FREE_PORT, "-js", "-m", "-1")) {
            // given a container that is well
            port = server.clientPort();
            try (WireConnection client = new WireConnection(port)) {
                assertThat(client.readLine()).startsWith("INFO {");
            }
            assertThat(server.monitoringPort()).isPositive();
            assertThat(dockerfile.checkHealth(port)).isZero();

            // and that starts with what the image has prepared
            assertThat(ProcessHandle.of(server.pid())
                            .flatMap(process -> process.info().commandLine())
                            .orElse(""))
                    .containsPattern("-XX:(AOTCache|SharedArchiveFile)=");

            // when it is stopped
            server.signal("TERM");

            // then it ends well
            assertThat(server.awaitExit()).isZero();
        }
        assertThat(dockerfile.checkHealth(port)).isNotZero();
    }
}
