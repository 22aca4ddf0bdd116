package dev.gannet.jetstream.stream;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what changes of consumers when a test says so. */
final class TestWatcher implements ShardWatcher {
    private final TestShard shard;
    private final Set<Stream> progressed = new LinkedHashSet<>();

    TestWatcher(TestShard shard) {
        this.shard = shard;
        shard.shard().work(this);
    }

    @Override
    public void stored(Stream stream, long seq, StoredParts parts) {
        // Nobody is sent anything here.
    }

    @Override
    public void removing(Stream stream, long seq) {
        // As above.
    }

    @Override
    public void removedBelow(Stream stream, long seq) {
        // As above.
    }

    @Override
    public void progressed(Stream stream) {
        progressed.add(stream);
    }

    /** Writes all, and applies it. */
    void write() {
        for (Stream stream : Set.copyOf(progressed)) {
            Progress.@Nullable Taken taken = take(stream);
            if (taken != null) {
                shard.apply(taken.change());
            }
        }
    }

    Progress.@Nullable Taken take(Stream stream) {
        progressed.remove(stream);
        return stream.consumers().progress().take(shard.nowNanos(), true);
    }

    Set<Stream> progressed() {
        return progressed;
    }
}
