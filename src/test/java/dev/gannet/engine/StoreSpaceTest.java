package dev.gannet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSpaceTest {
    @TempDir
    Path directory;

    @Test
    void shouldFindNothingWrongWhereThereIsRoom() {
        assertThat(StoreSpace.problem(directory)).isNull();
        assertThat(StoreSpace.problem(directory, 1 << 20)).isNull();
    }

    @Test
    void shouldSayThatADiskIsFullBeforeAnythingIsWritten() {
        assertThat(StoreSpace.problem(directory, 4096)).isEqualTo(directory + " is full: 4096 bytes are free");
    }

    @Test
    void shouldSayThatADirectoryIsGone() {
        assertThat(StoreSpace.problem(directory.resolve("none"))).contains("none cannot be looked at");
    }
}
