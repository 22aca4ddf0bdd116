package dev.gannet.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/** A journal with small files, and what a test knows of it. */
final class TestJournal implements AutoCloseable {
    static final int FILE_BYTES = 8192;
    private static final int BATCH_BYTES = 4096;
    private static final long JOURNAL_ID = 0x6A6F75726E616CL;

    /** An entry; its body is as long as it says, and is made of its number. */
    record Entry(long index, int shard, long number, int length) {}

    private final List<Entry> replayed = new ArrayList<>();
    private final List<Replay.Loss> losses = new ArrayList<>();
    private final List<String> cutShort = new ArrayList<>();
    private final List<Entry> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final List<Entry> unknown = Collections.synchronizedList(new ArrayList<>());
    private final LocalJournal log;
    private long number;
    private final AtomicInteger failures = new AtomicInteger();

    private TestJournal(Disk disk, long applied) throws IOException {
        LocalJournal.Settings settings = new LocalJournal.Settings(
                disk, "journal", FILE_BYTES, ServerLog.silent(), Thread::new, Runnable::run, Clock.system());
        log = LocalJournal.open(settings, applied, JOURNAL_ID, new Replay() {
            @Override
            public void entry(long index, int shard, ByteBuffer body) {
                replayed.add(read(index, shard, body));
            }

            @Override
            public void lost(Loss loss) {
                losses.add(loss);
            }

            @Override
            public void backwards(String where, long index, long before) {
                throw new AssertionError(where + ": entry " + index + " behind " + before);
            }

            @Override
            public void cutShort(String where) {
                cutShort.add(where);
            }
        });
        number = replayed.stream().mapToLong(Entry::number).max().orElse(0);
    }

    static TestJournal open(Disk disk, long applied) throws IOException {
        return new TestJournal(disk, applied);
    }

    LocalJournal log() {
        return log;
    }

    List<Entry> replayed() {
        return replayed;
    }

    List<Replay.Loss> losses() {
        return losses;
    }

    List<String> cutShort() {
        return cutShort;
    }

    List<Entry> acknowledged() {
        return acknowledged;
    }

    /** Returns the index of the last entry that was acknowledged; there must be one. */
    long last() {
        return acknowledged.get(acknowledged.size() - 1).index();
    }

    int failures() {
        return failures.get();
    }

    /** Appends one entry and waits until it is known what became of it; returns whether it was acknowledged. */
    boolean append(int shard, int length) {
        return submit(shard, length).join();
    }

    /** Appends one entry; what comes is whether it was acknowledged. One thread. */
    CompletableFuture<Boolean> submit(int shard, int length) {
        Entry entry = new Entry(0, shard, ++number, length);
        CompletableFuture<Boolean> fate = new CompletableFuture<>();
        EntryBatch batch = new EntryBatch(BATCH_BYTES, new ShardLog.Fate() {
            @Override
            public void committed(EntryBatch committed, long firstIndex) {
                acknowledged.add(new Entry(firstIndex, shard, entry.number(), length));
                fate.complete(true);
            }

            @Override
            public void failed(EntryBatch failed, Exception cause) {
                failures.incrementAndGet();
                unknown.add(entry);
                fate.complete(false);
            }
        });
        assertThat(batch.add(shard, body(entry.number(), length))).isTrue();
        assertThat(log.append(batch)).isTrue();
        return fate;
    }

    @Override
    public void close() throws InterruptedException {
        log.close();
    }

    /** Everything acknowledged is on a disk, in order, and nothing that was never appended. */
    TestJournal shouldBeIn(Disk disk, String when) throws Exception {
        TestJournal found = open(disk, 0);
        assertThat(found.losses).as("losses %s", when).isEmpty();
        assertThat(found.replayed.stream().limit(replayed.size()).toList())
                .as("replayed before, %s", when)
                .isEqualTo(replayed);
        assertThat(acknowledged).as("acknowledged %s", when).isSubsetOf(found.replayed);
        assertThat(found.replayed)
                .extracting(Entry::index)
                .as("in order %s", when)
                .isSorted();
        List<Entry> more = new ArrayList<>(found.replayed);
        more.removeAll(acknowledged);
        more.removeAll(replayed);
        assertThat(more)
                .as("invented %s", when)
                .allSatisfy(entry ->
                        assertThat(unknown).contains(new Entry(0, entry.shard(), entry.number(), entry.length())));
        return found;
    }

    private static ByteBuffer body(long number, int length) {
        ByteBuffer body = ByteBuffer.allocate(Long.BYTES + length).putLong(number);
        SplittableRandom bytes = new SplittableRandom(number);
        while (body.hasRemaining()) {
            body.put((byte) bytes.nextInt());
        }
        return body.flip();
    }

    private static Entry read(long index, int shard, ByteBuffer body) {
        long number = body.order(ByteOrder.BIG_ENDIAN).getLong();
        int length = body.remaining();
        assertThat(body.rewind()).as("body of entry %s", index).isEqualTo(body(number, length));
        return new Entry(index, shard, number, length);
    }

    /** Returns the bytes of a journal file as another version would have written its head. */
    static byte[] withVersion(byte[] bytes, int version) {
        ByteBuffer changed =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, version);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 60);
        changed.putInt(60, (int) crc.getValue());
        return bytes;
    }
}
