package dev.gannet.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A file on the heap is what an array would be. */
class HeapDiskTest {
    @Test
    void shouldKeepWhatWasWritten() throws Exception {
        // given
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        HeapDisk disk = new HeapDisk();
        DiskFile file = disk.create("d/f");
        byte[] model = new byte[300_000];
        int size = 0;

        for (int i = 0; i < 500; i++) {
            // when
            int at = random.nextInt(250_000) >>> random.nextInt(18);
            byte[] bytes = new byte[random.nextInt(50_000) >>> random.nextInt(16)];
            Arrays.fill(bytes, (byte) i);
            ByteBuffer from =
                    ByteBuffer.allocate(bytes.length + 3).position(3).put(bytes).position(3);
            file.write(from, at);
            System.arraycopy(bytes, 0, model, at, bytes.length);
            size = Math.max(size, at + bytes.length);

            // then
            assertThat(from.hasRemaining()).as("seed %s", seed).isFalse();
            assertThat(file.size()).as("seed %s", seed).isEqualTo(size);
            int from2 = random.nextInt(size + 1);
            ByteBuffer into = ByteBuffer.allocate(1 + random.nextInt(100_000));
            int count = disk.open("d/f").read(into, from2);
            assertThat(count).as("seed %s", seed).isEqualTo(Math.min(into.capacity(), size - from2));
            assertThat(Arrays.copyOf(into.array(), count))
                    .as("seed %s", seed)
                    .isEqualTo(Arrays.copyOfRange(model, from2, from2 + count));
        }
    }

    @Test
    void shouldKnowItsNames() throws Exception {
        // given
        HeapDisk disk = new HeapDisk();
        for (String name : new String[] {"a/1", "a/2", "a/b/3", "ab/4"}) {
            disk.create(name).close();
        }

        // when
        disk.rename("a/2", "a/0");

        // then
        assertThat(disk.list("a")).containsExactly("0", "1");
        assertThatThrownBy(() -> disk.create("a/1")).isInstanceOf(IOException.class);
        disk.delete("a/1");
        assertThatThrownBy(() -> disk.open("a/1")).isInstanceOf(IOException.class);
        assertThat(disk.list("a")).containsExactly("0");
    }
}
