package dev.gannet.shard;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.DiskFile;
import dev.gannet.store.disk.FileDisk;
import dev.gannet.testing.Damages;
import dev.gannet.testing.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal holds after it was closed, trimmed, damaged, or written to a disk that fails. */
class JournalTest {
    private static final int FLIPS = 3000;
    private static final int FAILING_CALLS = 400;
    private static final int DISKS = 50;
    private static final int CUTS = 10;

    @Test
    void shouldReplayWhatWasCommitted(@TempDir Path directory) throws Exception {
        // given
        Disk disk = new FileDisk(directory);
        List<TestJournal.Entry> appended = List.of();
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            for (int i = 0; i < 100; i++) {
                journal.append(i % 7, i * 13);
            }
            appended = journal.acknowledged();
        }

        // when
        TestJournal again = TestJournal.open(disk, 0);
        again.close();

        // then
        assertThat(appended).hasSize(100);
        assertThat(again.replayed()).isEqualTo(appended);
        assertThat(again.losses()).isEmpty();
        assertThat(again.cutShort()).isEmpty();
        assertThat(disk.list("journal")).hasSizeGreaterThan(3);
    }

    @Test
    void shouldFindOutByItselfThatItCanBeWrittenAgain() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            // given one that cannot be written, and nobody who publishes any more
            journal.append(1, 10);
            disk.failFrom(disk.calls() + 1, Long.MAX_VALUE / 2, "No space left on device");
            assertThat(journal.append(1, 10)).isFalse();
            eventually(() -> assertThat(journal.log().totals().problem()).contains("No space left"));
            long failed = disk.calls();
            eventually(() -> {
                journal.log().tryAgain();
                assertThat(disk.calls()).isGreaterThan(failed);
            });
            assertThat(journal.log().totals().problem()).isNotNull();

            // when there is room again
            disk.failFrom(Long.MAX_VALUE, 0, "");

            // then it is known soon
            eventually(() -> {
                journal.log().tryAgain();
                assertThat(journal.log().totals().problem()).isNull();
            });
            assertThat(journal.log().totals().failures()).isEqualTo(1);
            assertThat(journal.append(1, 10)).isTrue();
            journal.close();
            journal.shouldBeIn(disk, "after that").close();
        }
    }

    @Test
    void shouldGoOnBehindWhatIsThere() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        for (int round = 0; round < 5; round++) {
            try (TestJournal journal = TestJournal.open(disk, 0)) {
                journal.append(round, 10);
                journal.append(round, 0);
            }
        }

        // when
        TestJournal again = TestJournal.open(disk, 0);
        again.close();

        // then
        assertThat(again.replayed())
                .extracting(TestJournal.Entry::index)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(again.losses()).isEmpty();
    }

    @Test
    void shouldCountOnThoughTheOwnerUsesABatchAgain() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        List<Long> indexes = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            for (int i = 0; i < 3; i++) {
                EntryBatch batch = new EntryBatch(100, new ShardLog.Fate() {
                    @Override
                    public void committed(EntryBatch committed, long firstIndex) {
                        indexes.add(firstIndex);
                        committed.clear();
                    }

                    @Override
                    public void failed(EntryBatch failed, Exception cause) {
                        throw new AssertionError(cause);
                    }
                });
                batch.add(0, java.nio.ByteBuffer.allocate(8));

                // when
                assertThat(journal.log().append(batch)).isTrue();
            }
        }

        // then
        assertThat(indexes).containsExactly(1L, 2L, 3L);
    }

    /** To make a file longer costs a sync as much again: the first file is not made in advance. */
    @Test
    void shouldMakeTheFirstFileLongerWellAhead() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        TestJournal journal = TestJournal.open(disk, 0);
        List<Long> lengths = new ArrayList<>();

        // when
        for (int i = 0; i < 100; i++) {
            journal.append(0, 20);
            lengths.add(size(disk));
        }
        journal.close();

        // then
        assertThat(lengths.stream().distinct().count()).isLessThan(10);
    }

    private static long size(SimulatedDisk disk) throws IOException {
        String name = disk.list("journal").stream().sorted().findFirst().orElseThrow();
        try (DiskFile file = disk.open("journal/" + name)) {
            return file.size();
        }
    }

    @Test
    void shouldDeleteWhatIsKeptElsewhere() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        int filesBefore;
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            for (int i = 0; i < 100; i++) {
                journal.append(0, 500);
            }
            filesBefore = disk.files().size();

            // when
            journal.log().trim(90);
            journal.append(0, 1);
        }

        // then
        assertThat(disk.files()).hasSizeLessThan(filesBefore / 2);
        TestJournal again = TestJournal.open(disk, 90);
        again.close();
        assertThat(again.replayed())
                .extracting(TestJournal.Entry::index)
                .containsExactly(91L, 92L, 93L, 94L, 95L, 96L, 97L, 98L, 99L, 100L, 101L);
        assertThat(again.losses()).isEmpty();
    }

    @Test
    void shouldMissWhatWasTrimmedTooSoon() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            for (int i = 0; i < 100; i++) {
                journal.append(0, 500);
            }
            journal.log().trim(90);
            journal.append(0, 1);
        }

        // when
        TestJournal again = TestJournal.open(disk, 10);
        again.close();

        // then
        long first = again.replayed().get(0).index();
        assertThat(first).isGreaterThan(11);
        assertThat(again.losses()).singleElement().satisfies(loss -> {
            assertThat(loss.firstIndex()).isEqualTo(11);
            assertThat(loss.lastIndex()).isEqualTo(first - 1);
        });
    }

    @Test
    void shouldNotOpenWhatAnotherVersionWrote() throws Exception {
        // given
        SimulatedDisk disk = written(new SimulatedDisk(1), 1);
        String file = disk.files().get(0);
        byte[] bytes = disk.bytes(file);
        JournalPlace place =
                JournalPlace.of(file.substring("journal/".length())).orElseThrow();

        // when
        disk.put(file, TestJournal.withVersion(bytes, 2));

        // then
        assertThatThrownBy(() -> TestJournal.open(disk, 0))
                .isInstanceOf(JournalException.class)
                .hasMessage(place.name() + ": format 2 (expected: 1); it was written by another version of the server");
    }

    /** Whatever one call to the disk does, what was acknowledged is there, and the journal goes on by itself. */
    @Test
    void shouldGoOnWhenTheDiskFailsNow() throws Exception {
        for (int call = 1; call <= FAILING_CALLS; call++) {
            for (int count : new int[] {1, 7}) {
                SimulatedDisk disk = new SimulatedDisk(call);
                disk.failFrom(call, count, "No space left on device");
                TestJournal journal;
                try {
                    journal = TestJournal.open(disk, 0);
                } catch (IOException e) {
                    continue; // Who starts the server is told.
                }
                for (int i = 0; i < 60; i++) {
                    journal.append(i, 200);
                }
                journal.close();

                assertThat(journal.failures()).as("failures of call %s", call).isLessThanOrEqualTo(count);
                journal.shouldBeIn(disk.powerCut(), "after call " + call + " failed");
            }
        }
    }

    /** The server ends at any call to the disk, with its machine or alone, again and again. */
    @Test
    void shouldLoseNothingThatWasAcknowledged() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int disks = 0; disks < DISKS; disks++) {
            SimulatedDisk disk = new SimulatedDisk(random.nextLong());
            TestJournal before = null;
            for (int cut = 0; cut < CUTS; cut++) {
                TestJournal journal = before == null
                        ? TestJournal.open(disk, 0)
                        : before.shouldBeIn(disk, "at cut " + cut + " of disk " + disks + ", seed " + seed);
                disk.failFrom(disk.calls() + 1 + random.nextInt(60), Long.MAX_VALUE / 2, "the power is off");
                int entries = random.nextInt(40);
                CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);
                for (int i = 0; i < entries; i++) {
                    last = journal.submit(random.nextInt(5), random.nextInt(3000));
                    if (random.nextInt(3) == 0) {
                        last.join();
                    }
                }
                last.join();
                journal.close();
                disk.failFrom(Long.MAX_VALUE, 0, "");
                disk = random.nextInt(4) == 0 ? disk : disk.powerCut();
                before = journal;
            }
        }
    }

    @Test
    void shouldWriteOverFilesThatAreNotNeededAnyMore() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            for (int i = 0; i < 300; i++) {
                journal.append(0, 500);
                journal.log().trim(i - 40);
            }
            int filled = disk.created();

            // when
            for (int i = 300; i < 600; i++) {
                journal.append(0, 500);
                journal.log().trim(i - 40);
            }

            // then
            assertThat(disk.created()).isEqualTo(filled);
            TestJournal killed = TestJournal.open(disk.copy(), 550);
            killed.close();
            assertThat(killed.replayed()).hasSize(50);
            assertThat(killed.losses()).isEmpty();
            assertThat(killed.cutShort()).isEmpty();
        }
        assertThat(disk.files()).allMatch(file -> file.endsWith(".wal"));
    }

    @Test
    void shouldNotWriteAgainToAFileThatHasFailed() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        List<String> kept = List.of();
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            journal.append(0, 500);
            disk.failFrom(disk.calls() + 1, 1, "EIO");
            assertThat(journal.append(0, 500)).isFalse();

            // when
            for (int i = 0; i < 40; i++) {
                journal.append(0, 500);
            }
            journal.log().trim(30);
            journal.append(0, 500);
            journal.append(0, 500);
            kept = disk.files();
        }

        // then
        assertThat(kept).anyMatch(file -> file.endsWith(".old"));
        assertThat(kept).noneMatch(file -> file.contains("0000000001-"));
    }

    /** The same as without trimming, where what is cut off stands among bytes of earlier files. */
    @Test
    void shouldLoseNothingOfFilesThatAreWrittenOver() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int disks = 0; disks < DISKS; disks++) {
            SimulatedDisk disk = new SimulatedDisk(random.nextLong());
            List<TestJournal.Entry> acknowledged = List.of();
            long applied = 0;
            for (int cut = 0; cut < CUTS; cut++) {
                TestJournal journal = TestJournal.open(disk, applied);
                assertThat(journal.losses()).as("seed %s", seed).isEmpty();
                assertThat(acknowledged).as("seed %s", seed).isSubsetOf(journal.replayed());
                disk.failFrom(disk.calls() + 1 + random.nextInt(300), Long.MAX_VALUE / 2, "the power is off");
                for (int i = 0; i < 40; i++) {
                    if (journal.append(random.nextInt(5), random.nextInt(3000)) && random.nextInt(4) == 0) {
                        applied = Math.max(applied, journal.last() - 1 - random.nextInt(10));
                        journal.log().trim(applied);
                    }
                }
                journal.close();
                disk.failFrom(Long.MAX_VALUE, 0, "");
                disk = random.nextInt(4) == 0 ? disk : disk.powerCut();
                long needed = applied;
                acknowledged = journal.acknowledged().stream()
                        .filter(entry -> entry.index() > needed)
                        .toList();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindDamageOrBeFreeOfIt(boolean isReused) throws Exception {
        // given
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedDisk disk = new SimulatedDisk(seed);
        if (isReused) {
            disk.put("journal/0000000001-006a6f75726e616c.wal.old", garbage(random));
            disk.put("journal/0000000002-006a6f75726e616c.wal.old", garbage(random));
            disk.put("journal/0000000003-006a6f75726e616c.wal.old", garbage(random));
        }
        TestJournal journal = TestJournal.open(disk, 0);
        for (int i = 0; i < 100; i++) {
            journal.append(i % 3, random.nextInt(600));
        }
        journal.close();

        for (int i = 0; i < FLIPS; i++) {
            // when
            SimulatedDisk damaged = disk.copy();
            String what = Damages.change(damaged, random, 2000);
            TestJournal again = TestJournal.open(damaged, 0);
            again.close();

            // then
            assertThat(again.replayed()).as("%s, seed %s", what, seed).isSubsetOf(journal.acknowledged());
            long lost = again.losses().stream()
                    .mapToLong(loss -> loss.lastIndex() - loss.firstIndex() + 1)
                    .sum();
            if (again.replayed().size() + lost < 100) {
                // The end was hit, and the mark behind it too: that is what a write looks like that was cut short.
                assertThat(what)
                        .as("seed %s", seed)
                        .contains("journal/" + last(damaged))
                        .doesNotStartWith("flip");
                assertThat(what.startsWith("zeros") || !again.cutShort().isEmpty())
                        .as("%s, seed %s", what, seed)
                        .isTrue();
            }
            if (what.startsWith("flip")) {
                assertThat(lost).as("%s, seed %s", what, seed).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void shouldTellThatAFileHasLostItsEndWhereverItWasCut() throws Exception {
        // given
        SimulatedDisk disk = new SimulatedDisk(1);
        TestJournal journal = TestJournal.open(disk, 0);
        for (int i = 0; i < 10; i++) {
            journal.append(0, 10 + i);
        }
        journal.close();
        String file = disk.files().get(0);
        byte[] whole = disk.bytes(file);

        for (int length = 0; length < whole.length; length += 8) {
            // when
            SimulatedDisk cut = disk.copy();
            cut.put(file, Arrays.copyOf(whole, length));
            TestJournal again = TestJournal.open(cut, 0);
            again.close();

            // then
            if (again.replayed().size() < 10) {
                assertThat(again.cutShort()).as("cut to %s bytes", length).hasSize(1);
            }
        }
    }

    private static byte[] garbage(SplittableRandom random) {
        byte[] bytes = new byte[TestJournal.FILE_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String last(SimulatedDisk disk) {
        List<String> used =
                disk.files().stream().filter(file -> disk.bytes(file)[0] != 0).toList();
        return used.get(used.size() - 1).substring("journal/".length());
    }

    private static SimulatedDisk written(SimulatedDisk disk, int entries) throws Exception {
        try (TestJournal journal = TestJournal.open(disk, 0)) {
            for (int i = 0; i < entries; i++) {
                journal.append(0, 10);
            }
        }
        return disk;
    }
}
