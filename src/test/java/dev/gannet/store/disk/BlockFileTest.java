package dev.gannet.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockFileTest {
    @Test
    void shouldWriteBlocksThatAreReadAsUsual(@TempDir Path directory) throws Exception {
        // given
        FileDisk disk = new FileDisk(directory);
        disk.create("file").close();

        // when
        try (BlockFile file = disk.openBlocks("file")) {
            file.write(filled(2, 7), 0);
            file.write(filled(1, 9), BlockFile.BLOCK_BYTES);
            assertThat(file.size()).isEqualTo(2 * BlockFile.BLOCK_BYTES);
        }

        // then
        byte[] bytes = Files.readAllBytes(directory.resolve("file"));
        assertThat(Arrays.copyOf(bytes, BlockFile.BLOCK_BYTES)).containsOnly(7);
        assertThat(Arrays.copyOfRange(bytes, BlockFile.BLOCK_BYTES, bytes.length))
                .hasSize(BlockFile.BLOCK_BYTES)
                .containsOnly(9);
    }

    @Test
    void shouldNotMakeAFile(@TempDir Path directory) {
        assertThatThrownBy(() -> new FileDisk(directory).openBlocks("file")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldBeDurableWhereTheDiskKnowsOnlyOfSyncs() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        disk.create("d/file").close();
        disk.syncDirectory("d");

        // when
        try (BlockFile file = disk.openBlocks("d/file")) {
            file.write(filled(1, 7), 0);
        }

        // then
        assertThat(disk.powerCut().bytes("d/file"))
                .hasSize(BlockFile.BLOCK_BYTES)
                .containsOnly(7);
    }

    private static ByteBuffer filled(int blocks, int value) {
        ByteBuffer buffer = BlockFile.buffer(blocks);
        while (buffer.hasRemaining()) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }
}
