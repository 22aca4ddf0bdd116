package dev.gannet.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A store with small segments, the model of it, and the log that is repeated when a checkpoint is gone back to. */
final class TestStore {
    static final String DIRECTORY = "streams/0/1";

    private final StoreModel model = new StoreModel();
    private final List<Call> log = new ArrayList<>(); // Since the manifest.
    private final List<String> losses = new ArrayList<>();
    private final int segmentBytes;
    private final long indexBytes;
    private long timestamp;
    private boolean packs;
    private @Nullable ByteBuffer manifest;
    private OpenFiles files;
    private MessageStore store;

    private interface Call {
        void on(MessageStore store) throws IOException;
    }

    TestStore(Disk disk, int segmentBytes, long indexBytes) throws IOException {
        this.segmentBytes = segmentBytes;
        this.indexBytes = indexBytes;
        this.files = new OpenFiles(disk, 3);
        this.store = MessageStore.create(settings(disk), DIRECTORY, this::lost);
    }

    private MessageStore.Settings settings(Disk disk) {
        return new MessageStore.Settings(
                disk, files, new IndexBudget(indexBytes), segmentBytes, MessageSize.FILE, true, ServerLog.silent());
    }

    private void lost(String directory, long firstSeq, long lastSeq, long messages, String what) {
        losses.add(firstSeq + "-" + lastSeq + " (" + messages + "): " + what);
    }

    MessageStore store() {
        return store;
    }

    StoreModel model() {
        return model;
    }

    /** Returns what was told to be lost. */
    List<String> losses() {
        return losses;
    }

    /** Returns what the last checkpoint that was kept said. */
    ByteBuffer manifest() {
        return Objects.requireNonNull(manifest);
    }

    private void call(Call call) throws IOException {
        log.add(call);
        call.on(store);
    }

    /** Does something. */
    void step(SplittableRandom random) throws IOException {
        long last = model.lastSeq();
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> remove(random.nextLong(last + 2));
            case 4 -> remove(store.firstSeq());
            case 5 -> remove(store.last(random.nextBoolean() ? "a.*" : "b.>"));
            case 6 -> {
                if (random.nextInt(10) == 0) {
                    removeUpTo(random.nextInt(4) == 0 ? last : random.nextLong(last + 2));
                }
            }
            case 7 -> {
                if (random.nextInt(10) == 0) {
                    skip(last + random.nextInt(5));
                }
            }
            case 8 -> {
                if (random.nextInt(30) == 0) {
                    skipTo(last + 1 + random.nextInt(200_000));
                }
            }
            case 9 -> {
                if (random.nextInt(40) == 0) {
                    pack(random.nextInt(3) > 0);
                } else {
                    erase(random.nextLong(last + 2));
                }
            }
            default -> {
                int gap = random.nextInt(30) == 0 ? random.nextInt(10) : 0;
                append(random, gap);
            }
        }
    }

    void append(SplittableRandom random, int gap) throws IOException {
        String first = random.nextInt(10) == 0 ? "c" : (random.nextBoolean() ? "a." : "b.") + random.nextInt(12);
        String subject = random.nextInt(3) == 0 && first.length() > 1 ? first + ".x" : first;
        int headers = random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 0;
        append(subject, headers, random.nextInt(200), gap, random.nextInt(3));
    }

    void append(String subject, int headers, int payload, int gap, int pause) throws IOException {
        timestamp += pause;
        StoreModel.Message message =
                new StoreModel.Message(model.lastSeq() + 1 + gap, timestamp, subject, headers, payload);
        model.append(message);
        call(to -> to.append(message.record()));
    }

    void remove(long seq) throws IOException {
        boolean there = model.remove(seq);
        call(to -> assertThat(to.remove(seq)).isEqualTo(there));
    }

    void erase(long seq) throws IOException {
        boolean there = model.remove(seq);
        call(to -> assertThat(to.erase(seq)).isEqualTo(there));
    }

    void removeUpTo(long seq) throws IOException {
        model.removeUpTo(seq);
        call(to -> to.removeUpTo(seq));
    }

    void skip(long seq) throws IOException {
        model.skip(seq);
        call(to -> to.skip(seq));
    }

    void skipTo(long seq) throws IOException {
        model.removeUpTo(model.lastSeq());
        model.skip(seq - 1);
        call(to -> to.skipTo(seq));
    }

    /** Has files be packed or not, from now on and after each start. */
    void pack(boolean newPacks) {
        packs = newPacks;
        store.pack(packs);
    }

    /** Makes a checkpoint that is kept, if the disk lets it. */
    void checkpoint() throws IOException {
        StoreCheckpoint checkpoint = store.checkpoint();
        checkpoint.sync();
        ByteBuffer kept = checkpoint.manifest();
        log.clear();
        manifest = kept;
        checkpoint.kept();
    }

    /** Opens it as the manifest says, on a disk as it is after the end of the process, and repeats what came after. */
    void reopen(Disk disk) throws IOException {
        files = new OpenFiles(disk, 3);
        ByteBuffer from = manifest;
        store = from == null
                ? MessageStore.create(settings(disk), DIRECTORY, this::lost)
                : MessageStore.open(settings(disk), DIRECTORY, from, this::lost);
        store.pack(packs);
        for (Call call : log) {
            call.on(store);
        }
    }

    void shouldBeRight(SplittableRandom random, String when) throws IOException {
        model.shouldBeIn(store, random, when);
        assertThat(losses).as("losses %s", when).isEmpty();
    }
}
