package dev.gannet.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void shouldBeMadeWithThoseAboveIt() throws Exception {
        // given
        Path wanted = temporary.resolve("a/b/jetstream");

        // when
        try (StoreDirectory opened = open(wanted)) {
            // then it is there, and others cannot look into it
            assertThat(opened.path()).isEqualTo(wanted.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wanted)))
                    .startsWith("rwx")
                    .endsWith("---");
            assertThat(entries(wanted)).containsExactly("gannet.json", "lock");
            assertThat(opened.storeId()).matches("[0-9a-f]{32}");
            try (DiskFile file = opened.disk().create("x")) {
                assertThat(file.size()).isZero();
            }
            assertThat(entries(wanted)).contains("x");
        }
    }

    @Test
    void shouldBeTheSameStoreAtTheNextStart() throws Exception {
        String id;
        try (StoreDirectory first = open(temporary)) {
            id = first.storeId();
        }
        Files.createDirectory(temporary.resolve("journal"));
        try (StoreDirectory second = open(temporary)) {
            assertThat(second.storeId()).isEqualTo(id);
        }
    }

    @Test
    void shouldKeepAnotherServerOfThisProcessOut() throws Exception {
        // given
        try (StoreDirectory held = open(temporary)) {
            // when another server wants it, by another name too
            Path link =
                    Files.createSymbolicLink(temporary.resolveSibling(temporary.getFileName() + "-link"), held.path());

            // then
            for (Path name : List.of(temporary, link)) {
                assertThatThrownBy(() -> open(name))
                        .isInstanceOf(StoreDirectoryException.class)
                        .hasMessage("storage directory \"" + held.path()
                                + "\" is in use by another server in this process, "
                                + ProcessHandle.current().pid() + ": each server needs its own");
            }
            Files.delete(link);

            // and another process is still kept out, too
            assertThatThrownBy(() -> LockingProcess.start(temporary)).isInstanceOf(IOException.class);
        }
        open(temporary).close();
    }

    @Test
    void shouldKeepAnotherProcessOutUntilItEnds() throws Exception {
        try (LockingProcess other = LockingProcess.start(temporary)) {
            // when
            assertThatThrownBy(() -> open(temporary))
                    // then
                    .isInstanceOf(StoreDirectoryException.class)
                    .hasMessage("storage directory \"" + temporary.toRealPath() + "\" is in use by process "
                            + other.processId() + ": each server needs its own");

            // when it ends without a word
            other.kill();

            // then nothing keeps anybody out
            open(temporary).close();
        }
    }

    @ParameterizedTest // ST-258
    @ValueSource(strings = {"$G/streams/S/msgs", "ACCOUNT/streams", "$SYS/_js_/_meta_", "$G"})
    void shouldRefuseWhatIsOfNatsServer(String path) throws Exception {
        // given
        Files.createDirectories(temporary.resolve(path));

        // then
        assertThatThrownBy(() -> open(temporary))
                .isInstanceOf(StoreDirectoryException.class)
                .hasMessageContaining("holds streams of nats-server (\"" + path.split("/", -1)[0] + "\")")
                .hasMessageContaining("store_dir")
                .hasMessageContaining("mirrors");
        assertThat(entries(temporary)).containsExactly(path.split("/", -1)[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "notes.txt, holds files that are not Gannet's (\"notes.txt\")",
        "journal, 'has \"journal\" but no \"gannet.json\"'",
        "streams, 'has \"streams\" but no \"gannet.json\"'",
    })
    void shouldNotTakeWhatIsNotEmptyForEmpty(String name, String problem) throws Exception {
        Files.createDirectory(temporary.resolve(name));
        assertThatThrownBy(() -> open(temporary))
                .isInstanceOf(StoreDirectoryException.class)
                .hasMessageContaining(problem)
                .hasMessageEndingWith("nothing was changed");
        assertThat(entries(temporary)).containsExactly(name);
    }

    @Test
    void shouldTakeWhatAStartLeftThatWasCutShort() throws Exception {
        Files.createDirectory(temporary.resolve("lost+found"));
        Files.writeString(temporary.resolve("lock"), "");
        Files.writeString(temporary.resolve("gannet.json.new"), "{\"ser");
        open(temporary).close();
        assertThat(entries(temporary)).containsExactly("gannet.json", "lock", "lost+found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"server\": \"Gannet\", \"format\": 2, \"other\": 1} | says format 2, this server reads format 1",
                "{\"server\": \"Gannet\", \"format\": 1} | is damaged",
                "garbage | is damaged",
                "'' | is damaged",
            })
    void shouldRefuseWhatItCannotRead(String identity, String problem) throws Exception {
        Files.writeString(temporary.resolve("gannet.json"), identity);
        assertThatThrownBy(() -> open(temporary))
                .isInstanceOf(StoreDirectoryException.class)
                .hasMessageContaining("gannet.json")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("nothing was changed");
        assertThat(Files.readString(temporary.resolve("gannet.json"))).isEqualTo(identity);
        assertThat(entries(temporary)).containsExactly("gannet.json");
    }

    @Test
    void shouldSayThatAFileIsInItsPlace() throws Exception {
        Path file = Files.writeString(temporary.resolve("f"), "");
        for (Path wanted : List.of(file, file.resolve("jetstream"))) {
            assertThatThrownBy(() -> open(wanted))
                    .isInstanceOf(StoreDirectoryException.class)
                    .hasMessage("storage directory is not a directory: \"" + file + "\"");
        }
    }

    @Test
    void shouldSayThatItCannotBeMade() {
        assertThatThrownBy(() -> open(Path.of("/proc/none/jetstream")))
                .isInstanceOf(StoreDirectoryException.class)
                .hasMessageStartingWith("could not create storage directory \"/proc/none/jetstream\" - ");
    }

    @Test
    void shouldSayThatItCannotBeWrittenTo() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("d"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
        assumeFalse(Files.isWritable(directory), "this user may write everywhere");
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(StoreDirectoryException.class)
                .hasMessage("storage directory \"" + directory + "\" is not writable - permission denied");
    }

    @Test
    void shouldHaveSizesOfTheMachine() {
        assertThat(StoreSizes.memoryBytes())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 4 * 3);
        assertThat(StoreSizes.storeBytes(temporary, 0)).isPositive();
        assertThat(StoreSizes.storeBytes(Path.of("/none"), 0)).isEqualTo(1L << 40);
    }

    private static StoreDirectory open(Path directory) throws StoreDirectoryException {
        return StoreDirectory.open(directory, ServerLog.silent());
    }

    private static List<String> entries(Path directory) throws IOException {
        assertThat(Files.exists(directory, LinkOption.NOFOLLOW_LINKS)).isTrue();
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
