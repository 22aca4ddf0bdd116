package dev.gannet.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.OpenFiles;
import dev.gannet.testing.Damages;
import dev.gannet.testing.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a store has after the power was cut, the disk failed, or somebody changed its files. */
class StoreFaultsTest {
    private static final int DISKS = 60;
    private static final int CUTS = 8;
    private static final int FLIPS = 2000;

    /** The server ends at any call to the disk, with its machine or alone; what a kept manifest says is there. */
    @Test
    void shouldBeWhatTheManifestSaysAfterPowerCuts() throws Exception {
        long seed = Long.getLong("gannet.store.seed", System.nanoTime());
        for (int i = 0; i < DISKS; i++) {
            String run = "disk " + i + ", seed " + seed;
            SplittableRandom random = new SplittableRandom(seed + i);
            SimulatedDisk disk = new SimulatedDisk(random.nextLong());
            TestStore store = new TestStore(disk, 1000 + random.nextInt(5000), random.nextInt(2) * 3000L);
            try {
                for (int cut = 0; cut < CUTS; cut++) {
                    disk.failFrom(disk.calls() + 1 + random.nextInt(150), Long.MAX_VALUE / 2, "the power is off");
                    boolean on = true;
                    for (int step = 0; on && step < 400; step++) {
                        on = step(store, random) && (step % 40 != 39 || checkpoint(store));
                    }
                    disk.failFrom(Long.MAX_VALUE, 0, "");
                    disk = random.nextInt(4) == 0 ? disk : disk.powerCut();
                    store.reopen(disk);
                    store.shouldBeRight(random, "cut " + cut + " of " + run);
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(run, e);
            }
        }
    }

    /** Some calls fail and later ones do not: nothing is lost, and the store goes on. */
    @Test
    void shouldGoOnWhenTheDiskFailsForAWhile() throws Exception {
        for (int call = 5; call < 300; call += 2) {
            for (int count : new int[] {1, 5, 30}) {
                String run = "call " + call + " and " + count + " in all fail";
                SplittableRandom random = new SplittableRandom(call);
                SimulatedDisk disk = new SimulatedDisk(call);
                TestStore store = new TestStore(disk, 2000, 1 << 20);
                disk.failFrom(call, count, "No space left on device");
                try {
                    for (int step = 0; step < 600; step++) {
                        store.step(random);
                        if (step % 50 == 49) {
                            checkpoint(store);
                        }
                    }
                    disk.failFrom(Long.MAX_VALUE, 0, "");
                    if (!checkpoint(store)) {
                        store.checkpoint();
                    }
                    assertThat(store.store().writeProblem()).as(run).isNull();
                    assertThat(store.store().unwrittenBytes()).as(run).isZero();
                    store.shouldBeRight(random, run);
                    store.reopen(disk.powerCut());
                    store.shouldBeRight(random, run);
                } catch (IOException | RuntimeException | AssertionError e) {
                    throw new AssertionError(run, e);
                }
            }
        }
    }

    @Test
    void shouldKeepInMemoryWhatCannotBeWritten() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        TestStore store = new TestStore(disk, 1 << 20, 0);
        disk.failFrom(disk.calls() + 1, Long.MAX_VALUE / 2, "No space left on device");

        // when
        for (int i = 0; i < 1000; i++) {
            store.append("a.1", 0, 1000, 0, 1);
        }

        // then
        assertThat(store.store().writeProblem()).hasMessage("No space left on device");
        assertThat(store.store().unwrittenBytes()).isGreaterThan(1_000_000);
        disk.failFrom(Long.MAX_VALUE, 0, "");
        store.checkpoint();
        assertThat(store.store().writeProblem()).isNull();
        assertThat(store.store().unwrittenBytes()).isZero();
        store.reopen(disk.powerCut());
        store.shouldBeRight(new SplittableRandom(1), "afterwards");
    }

    /** Any bytes change: what is read is what was stored, and what is not is named. */
    @Test
    void shouldFindDamageAndLoseNothingElse() throws Exception {
        long seed = Long.getLong("gannet.store.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedDisk disk = new SimulatedDisk(seed);
        TestStore store = filled(new TestStore(disk, 3000, 0), 300, random);
        for (int i = 0; i < FLIPS; i++) {
            SimulatedDisk damaged = disk.copy();
            String what = Damages.damage(damaged, random, 700) + ", seed " + seed;
            SortedSet<Long> lost = lost(store.model(), damaged, store.manifest(), what);
            if (what.startsWith("flip")) {
                assertThat(lost).as(what).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    /** The same of packed files, where a block is lost as a whole, but no more. */
    @Test
    void shouldLoseNoMoreThanABlockOfAPackedFile() throws Exception {
        long seed = Long.getLong("gannet.store.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedDisk disk = new SimulatedDisk(seed);
        TestStore store = new TestStore(disk, 60_000, 0);
        store.pack(true);
        filled(store, 1200, random);
        store.checkpoint(); // Now nothing is left of the files that were not packed.
        assertThat(disk.files()).filteredOn(file -> file.endsWith(".pack")).hasSizeGreaterThan(1);
        for (int i = 0; i < FLIPS / 4; i++) {
            SimulatedDisk damaged = disk.copy();
            String what = Damages.damage(damaged, random, 700) + ", seed " + seed;
            SortedSet<Long> lost = lost(store.model(), damaged, store.manifest(), what);
            if (what.startsWith("flip")) {
                long bytes = lost.stream()
                        .mapToLong(seq -> Objects.requireNonNull(
                                        store.model().messages().get(seq))
                                .size())
                        .sum();
                assertThat(bytes).as(what).isLessThanOrEqualTo(16_384 + 2 * 300);
            }
        }
    }

    private static TestStore filled(TestStore store, int messages, SplittableRandom random) throws IOException {
        for (int i = 0; i < messages; i++) {
            store.append(random, i % 17 == 0 ? 3 : 0);
            if (i % 5 == 4) {
                store.remove(i - 3);
            }
        }
        store.checkpoint();
        return store;
    }

    /** Returns what is lost; it is named. */
    private static SortedSet<Long> lost(StoreModel model, SimulatedDisk damaged, ByteBuffer manifest, String what)
            throws IOException {
        List<String> told = new ArrayList<>();
        var settings = new MessageStore.Settings(
                damaged,
                new OpenFiles(damaged, 5),
                new IndexBudget(0),
                3000,
                MessageSize.FILE,
                true,
                ServerLog.silent());
        MessageStore found = MessageStore.open(
                settings, TestStore.DIRECTORY, manifest, (d, first, last, n, w) -> told.add(first + "-" + last));
        TreeSet<Long> lost = new TreeSet<>();
        for (StoreModel.Message message : model.messages().values()) {
            StoredRead read = found.read(message.seq());
            if (read == null) {
                lost.add(message.seq());
                continue;
            }
            try {
                StoredMessage stored = read.load();
                assertThat(stored.payload()).as(what).isEqualTo(message.payload());
                assertThat(stored.headers()).as(what).isEqualTo(message.headers());
                assertThat(stored.timestampNanos()).as(what).isEqualTo(message.timestamp());
            } catch (DamagedException e) {
                assertThat(e.seq()).as(what).isEqualTo(message.seq());
                lost.add(message.seq());
            }
        }
        assertThat(found.losses().sequences())
                .as(what)
                .isEqualTo(lost.stream().mapToLong(Long::longValue).toArray());
        assertThat(told.isEmpty()).as(what).isEqualTo(lost.isEmpty());
        if (!what.contains(".seg") && !what.contains(".pack")) {
            assertThat(lost).as(what).isEmpty();
        }
        if (!what.contains(".del")) {
            assertThat(found.messages())
                    .as(what)
                    .isLessThanOrEqualTo(model.messages().size());
        }
        return lost;
    }

    private static boolean step(TestStore store, SplittableRandom random) throws IOException {
        try {
            store.step(random);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static boolean checkpoint(TestStore store) {
        try {
            store.checkpoint();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
