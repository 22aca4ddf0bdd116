package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes starts of the edge host fast is made at its first start, and does no harm when it is damaged. */
class EdgeArchiveIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path home;

    private Path executable = Path.of("");

    @BeforeEach
    void install() throws IOException {
        assumeTrue(
                Files.exists(Path.of("target/gannet-edge.jar")), "the edge host is tested when it has been packaged");
        executable = copy(Path.of("bin/gannet-edge"));
        copy(Path.of("bin/common.sh"));
        copy(Path.of("target/gannet-edge.jar"));
        for (Path library : list(Path.of("target/lib"), "")) {
            copy(library);
        }
    }

    @Test
    void shouldMakeAnArchiveAtTheFirstStartAndUseItFromThenOn() throws Exception {
        // given a first start, which is over before the archive is made
        serve();

        // when
        Path archive = awaitArchive();

        // then
        try (ServerProcess server = ServerProcess.start(executable, "", FREE_PORT)) {
            assertThat(ProcessHandle.of(server.pid())
                            .flatMap(process -> process.info().commandLine())
                            .orElse(""))
                    .contains("=" + archive.toRealPath());
        }
    }

    @Test
    void shouldStartWithADamagedArchive() throws Exception {
        // given
        serve();
        Path archive = awaitArchive();

        // when some of it is overwritten
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            for (long position = 0; position < file.size(); position += 500_000) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), position);
            }
        }

        // then
        serve();
    }

    @Test
    void shouldStartWithAnArchiveWhoseEndIsMissing() throws Exception {
        // given
        serve();
        Path archive = awaitArchive();

        // when
        long half = Files.size(archive) / 2;
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(half);
        }

        // then
        serve();
        if (archive.toString().endsWith(".jsa")) {
            // An older JDK would crash with it, so it is not used but made again.
            eventually(() -> assertThat(archives())
                    .anySatisfy(made -> assertThat(Files.size(made)).isGreaterThan(half)));
            awaitArchive();
        }
    }

    private void serve() throws IOException {
        try (ServerProcess server = ServerProcess.start(executable, "", FREE_PORT);
                WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");
        }
    }

    private Path awaitArchive() throws Exception {
        Path target = home.resolve("target");
        eventually(() -> {
            assertThat(list(target, ".failed")).isEmpty();
            assertThat(archives()).isNotEmpty();
            assertThat(list(target, ".lock")).isEmpty();
        });
        return archives().get(0);
    }

    private List<Path> archives() {
        return Stream.of(".aot", ".jsa")
                .flatMap(suffix -> list(home.resolve("target"), suffix).stream())
                .toList();
    }

    private Path copy(Path file) throws IOException {
        Path to = home.resolve(file);
        Files.createDirectories(to.getParent());
        return Files.copy(file, to);
    }

    private static List<Path> list(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
