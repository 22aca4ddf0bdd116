package dev.gannet.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDirectoryTest {
    @TempDir
    Path home;

    @BeforeEach
    void createHome() throws IOException {
        Files.createDirectories(home.resolve(ContainerDefaults.CONFIG));
        Files.writeString(home.resolve(ContainerDefaults.CONFIG).resolve("defaults.xml"), "defaults");
    }

    @Test
    void shouldDeleteItselfButNotTheHome() throws Exception {
        // given a home with an adapter, and a directory that the container has written to
        Path adapter = home.resolve(HomeBuilder.ADAPTERS).resolve("applications/adapter");
        Files.createDirectories(adapter);
        InstanceDirectory directory = InstanceDirectory.create(Installation.of(home.resolve("launch.jar")));
        assertThat(directory.root().resolve("lib/install/applications/adapter")).isDirectory();
        assertThat(directory.root().resolve("config/defaults.xml")).hasContent("defaults");
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

    @Test
    void shouldClearAwayWhatAKilledProcessHasLeft() throws Exception {
        // given a folder whose process is gone, one of a server that runs, and one that is not ours
        Path temporary = Files.createDirectory(home.resolve("tmp"));
        Path leftOver = Files.createDirectories(temporary.resolve("gannet-run-1/root/generated"));
        Path lock = Files.writeString(temporary.resolve("gannet-run-1/lock"), "");
        Instant longAgo = Instant.now().minus(InstanceDirectory.LEFT_OVER_AGE_MIN.multipliedBy(2));
        Files.setLastModifiedTime(lock, FileTime.from(longAgo));
        Path other = Files.createDirectories(temporary.resolve("gannet-run-2"));
        // and one that another server is just about to lock
        Path young = Files.createDirectories(temporary.resolve("gannet-run-3"));
        Files.writeString(young.resolve("lock"), "");
        Installation installation = Installation.of(home.resolve("launch.jar"));
        try (InstanceDirectory running = InstanceDirectory.create(installation, temporary)) {
            // when another server starts
            InstanceDirectory.create(installation, temporary).close();

            // then
            assertThat(temporary.resolve("gannet-run-1")).doesNotExist();
            assertThat(young).isDirectory();
            assertThat(leftOver).doesNotExist();
            assertThat(running.loggingFile()).exists();
            assertThat(other).exists();
        }
    }
}
