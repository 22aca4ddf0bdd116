package dev.gannet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileExposureTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needModes() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "files have modes here");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "rw-------, true, -",
                "r--r-----, true, its group",
                "rw-r--r--, true, everybody",
                "r--------, false, -",
                "rw-r-----, false, -", // The group of another's file, as Kubernetes' fsGroup has it.
                "rw-r--r--, false, everybody"
            })
    void shouldSayWhoElseMayReadIt(String mode, boolean isOwn, String readers) throws IOException {
        // given
        Path file = Files.createFile(folder.resolve("key.pem"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        String user = isOwn ? Files.getOwner(file).getName() : "another";

        // then
        assertThat(FileExposure.warning("key_file", file, user))
                .isEqualTo(
                        readers == null
                                ? null
                                : "key_file \"" + file + "\" can be read by " + readers + ", its mode is " + mode);
    }

    @Test
    void shouldSayNothingOfWhatKubernetesMounts() throws IOException {
        // given a file as it is there: a link into a folder
        Path data = Files.createDirectory(folder.resolve("..2026"));
        Files.createSymbolicLink(folder.resolve("..data"), data);
        Path real = Files.createFile(data.resolve("tls.key"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
        Path file = Files.createSymbolicLink(folder.resolve("tls.key"), folder.resolve("..data/tls.key"));

        // then
        assertThat(FileExposure.warning("key_file", file, "another")).isNull();
    }

    @Test
    void shouldSayNothingOfWhatIsNotThere() {
        assertThat(FileExposure.warning("key_file", folder.resolve("none"), "root"))
                .isNull();
    }
}
