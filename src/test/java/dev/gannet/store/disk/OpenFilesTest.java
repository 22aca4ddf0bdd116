package dev.gannet.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few descriptors for many files, whoever is interrupted. */
class OpenFilesTest {
    private static final int FILES = 50;
    private static final int READS = 3000;

    @Test
    void shouldKeepFewFilesOpen(@TempDir Path directory) throws Exception {
        // given
        try (OpenFiles files = new OpenFiles(new FileDisk(directory), 4)) {
            for (int i = 0; i < FILES; i++) {
                files.create("f" + i);
                files.write("f" + i, bytes(i), 0);
            }

            // when
            for (int i = FILES - 1; i >= 0; i--) {
                assertThat(read(files, i)).isEqualTo(i);
            }

            // then
            assertThat(files.size()).isEqualTo(4);
            files.delete("f0");
            assertThat(files.size()).isEqualTo(3);
        }
    }

    @Test
    void shouldReadOnWhenReadersAreInterrupted(@TempDir Path directory) throws Exception {
        // given a few files that several threads read
        OpenFiles files = new OpenFiles(new FileDisk(directory), 4);
        for (int i = 0; i < FILES; i++) {
            files.create("f" + i);
            files.write("f" + i, bytes(i), 0);
        }
        AtomicBoolean reading = new AtomicBoolean(true);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        List<Thread> readers = new ArrayList<>();
        List<Future<Integer>> done = new ArrayList<>();
        for (int reader = 0; reader < 2; reader++) {
            done.add(pool.submit(() -> {
                synchronized (readers) {
                    readers.add(Thread.currentThread());
                }
                int interrupts = 0;
                for (int i = 0; i < READS; i++) {
                    assertThat(read(files, i % 6)).isEqualTo(i % 6);
                    interrupts += Thread.interrupted() ? 1 : 0;
                }
                return interrupts;
            }));
        }

        // when somebody interrupts them, and this thread reads and writes, interrupted too
        Future<?> interrupter = pool.submit(() -> {
            while (reading.get()) {
                synchronized (readers) {
                    readers.forEach(Thread::interrupt);
                }
                LockSupport.parkNanos(20_000);
            }
        });
        Thread.currentThread().interrupt();
        for (int i = 0; i < READS; i++) {
            files.write("f" + i % 6, bytes(i % 6), 0);
        }
        files.sync("f1");

        // then each has what it wanted, and knows that it was interrupted
        assertThat(Thread.interrupted()).isTrue();
        int interrupts = 0;
        for (Future<Integer> reader : done) {
            interrupts += reader.get();
        }
        reading.set(false);
        interrupter.get();
        pool.shutdown();
        files.close();
        assertThat(interrupts).isPositive();
    }

    private static int read(OpenFiles files, int file) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES);
        assertThat(files.read("f" + file, bytes, 0)).isEqualTo(Integer.BYTES);
        return bytes.getInt(0);
    }

    private static ByteBuffer bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, value);
    }
}
