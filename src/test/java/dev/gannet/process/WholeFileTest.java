package dev.gannet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CF-230: what a supervisor reads is whole, also while it is written again. */
class WholeFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldReplaceWhatAnEarlierProcessLeft() throws IOException {
        Path file = Files.writeString(directory.resolve("server.pid"), "99999999");

        WholeFile.write(file, "42");

        assertThat(file).hasContent("42");
        assertThat(directory).isDirectoryContaining(file::equals);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldWriteThroughALink() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        WholeFile.write(link, "42");

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(target).hasContent("42");
    }

    @Test
    void shouldFailWhereThereIsNoDirectory() {
        assertThatThrownBy(() -> WholeFile.write(directory.resolve("none/server.pid"), "42"))
                .isInstanceOf(NoSuchFileException.class);
    }
}
