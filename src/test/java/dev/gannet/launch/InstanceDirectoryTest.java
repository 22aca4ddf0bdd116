package dev.gannet.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDirectoryTest {
    @TempDir
    Path home;

    @Test
    void shouldDeleteItselfButNotTheHome() throws Exception {
        // given a home with an adapter, and a directory that the container has written to
        Path adapter = home.resolve(HomeBuilder.ADAPTERS).resolve("applications/adapter");
        Files.createDirectories(adapter);
        InstanceDirectory directory = InstanceDirectory.create(Installation.of(home.resolve("launch.jar")));
        assertThat(directory.root().resolve("lib/install/applications/adapter")).isDirectory();
        Files.createDirectories(directory.root().resolve("generated/deep"));
        Files.writeString(directory.root().resolve("generated/deep/file"), "text");

        // when
        directory.close();
        directory.close();

        // then
        assertThat(directory.loggingFile().getParent()).doesNotExist();
        assertThat(adapter).isDirectory();
    }

    @Test
    void shouldBeAnotherForEachServer() throws Exception {
        Installation installation = Installation.of(home.resolve("launch.jar"));
        try (InstanceDirectory first = InstanceDirectory.create(installation);
                InstanceDirectory second = InstanceDirectory.create(installation)) {
            assertThat(first.root()).isNotEqualTo(second.root());
        }
    }
}
