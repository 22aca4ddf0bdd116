package dev.gannet.store.segment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.HeapDisk;
import dev.gannet.store.disk.OpenFiles;
import dev.gannet.testing.SimulatedDisk;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever is done to a store, it says what a plain map says. */
class MessageStoreTest {
    private static final int STORES = 60;
    private static final int STEPS = 1500;

    /** Small segments, indexes that are let go at once, and starts from the last checkpoint now and then. */
    @Test
    void shouldBeWhatAMapWouldBe() throws Exception {
        long seed = Long.getLong("gannet.store.seed", System.nanoTime());
        for (int i = 0; i < STORES; i++) {
            String run = "store " + i + ", seed " + seed;
            SplittableRandom random = new SplittableRandom(seed + i);
            SimulatedDisk disk = new SimulatedDisk(random.nextLong());
            TestStore store = new TestStore(disk, 1000 + random.nextInt(20_000), random.nextInt(3) * 3000L);
            try {
                for (int step = 0; step < STEPS; step++) {
                    store.step(random);
                    if (random.nextInt(60) == 0) {
                        store.checkpoint();
                    }
                    if (random.nextInt(150) == 0) {
                        disk = random.nextBoolean() ? disk : disk.powerCut();
                        store.reopen(disk);
                    }
                    if (random.nextInt(8) == 0) {
                        store.shouldBeRight(random, "step " + step + " of " + run);
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(run, e);
            }
        }
    }

    @Test
    void shouldTakeNoMoreSpaceThanItNeeds() throws Exception {
        // given
        SplittableRandom random = new SplittableRandom(1);
        SimulatedDisk disk = new SimulatedDisk(1);
        TestStore store = new TestStore(disk, 10_000, 1 << 20);

        // when a subject is written again and again and only its last messages are kept
        for (int i = 0; i < 5000; i++) {
            store.append("a." + i % 20, 0, 100, 0, 1);
            if (i >= 20) {
                store.remove(i - 19);
            }
            if (i % 100 == 99) {
                store.checkpoint();
            }
        }
        store.checkpoint();
        store.checkpoint();

        // then
        store.shouldBeRight(random, "at the end");
        assertThat(disk.files().stream()
                        .mapToLong(file -> disk.bytes(file).length)
                        .sum())
                .isLessThan(30_000);
    }

    @Test
    void shouldPackFilesThatAreFull() throws Exception {
        // given
        SplittableRandom random = new SplittableRandom(1);
        SimulatedDisk disk = new SimulatedDisk(1);
        TestStore store = new TestStore(disk, 50_000, 0);
        store.pack(true);

        // when
        byte[] text = "the same words again and again, ".repeat(20).getBytes(ISO_8859_1);
        for (int i = 1; i <= 1000; i++) {
            store.store().append(StoreModel.record(i, i, "a.1", new byte[0], text));
        }
        for (int i = 0; i < 3; i++) {
            store.checkpoint();
            store.store().skip(1000 + i + 1);
        }

        // then only the last segment is as it was
        assertThat(disk.files().stream().filter(file -> file.endsWith(".seg"))).hasSize(1);
        assertThat(disk.files().stream()
                        .filter(file -> file.endsWith(".pack"))
                        .mapToLong(file -> disk.bytes(file).length)
                        .sum())
                .isLessThan(100_000);
        assertThat(store.store().bytes()).isEqualTo(1000L * (3 + 640 + 30));
        SimulatedDisk found = disk.powerCut();
        store.reopen(found);
        for (int i = 0; i < 200; i++) {
            StoredRead read = Objects.requireNonNull(store.store().read(1 + random.nextInt(1000)));
            assertThat(read.load().payload()).isEqualTo(text);
        }

        // when one is erased, and no more is to be packed
        store.pack(false);
        assertThat(store.store().erase(10)).isTrue();
        store.checkpoint();
        store.store().skip(2000);
        store.checkpoint();

        // then the file that had it is written again, as it would be now
        assertThat(found.files())
                .filteredOn(file -> file.startsWith("streams/0/1/00000000000000000001-"))
                .noneMatch(file -> file.endsWith(".pack"));
        assertThat(Objects.requireNonNull(store.store().read(11)).load().payload())
                .isEqualTo(text);
        assertThat(store.losses()).isEmpty();
    }

    @Test
    void shouldGiveBackMemoryOfMemoryStreams() throws Exception {
        // given
        HeapDisk disk = new HeapDisk();
        var settings = new MessageStore.Settings(
                disk,
                new OpenFiles(disk, 10),
                new IndexBudget(0),
                10_000,
                MessageSize.MEMORY,
                false,
                ServerLog.silent());
        MessageStore store = MessageStore.create(settings, "memory/1", (d, f, l, m, w) -> {});

        // when every second message goes, and then all but the last
        StoreModel model = new StoreModel();
        for (int i = 1; i <= 2000; i++) {
            StoreModel.Message message = new StoreModel.Message(i, i, "a.1", 3, 100);
            store.append(message.record());
            model.append(message);
            if (i % 2 == 0) {
                store.remove(i / 2);
                model.remove(i / 2);
            }
        }

        // then
        assertThat(store.bytes()).isEqualTo(1000L * (3 + 3 + 100 + 16)); // ST-126
        assertThat(bytes(disk)).isLessThan(1000L * 150 + 20_000);
        StoredRead read = Objects.requireNonNull(store.read(2000));
        store.removeUpTo(1999);
        assertThat(bytes(disk)).isLessThan(20_000);
        assertThat(read.load().payload()).hasSize(100);
        store.delete();
        assertThat(disk.list("memory/1")).isEmpty();
    }

    private static long bytes(HeapDisk disk) throws Exception {
        long sum = 0;
        for (String name : disk.list("memory/1")) {
            sum += disk.open("memory/1/" + name).size();
        }
        return sum;
    }
}
