package dev.gannet.jetstream.live;

import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.live.ManifestFiles.Manifest;
import dev.gannet.jetstream.stream.ShardImage;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.shard.LocalJournal;
import dev.gannet.store.segment.StoreCheckpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the log has said last elsewhere, now and then, so that the log need not be kept and read: the stores' files
 * first, then the manifest, then the log is made shorter.
 *
 * <p><b>Owner:</b> the stream loop; files are synced by {@code background}, one checkpoint at a time.
 */
final class Checkpoints extends TimerQueue.Timer {
    private final LiveShard live;
    private final LocalJournal journal;
    private final ManifestFiles files;
    private final JetStream.Sizes sizes;
    private final Executor background;
    private final ServerLog log;
    private final Map<Integer, byte[]> manifests = new HashMap<>();
    private long generation;
    private final AtomicLong keptIndex; // Read by any thread.
    private long keptBytes;
    private long keptNanos;
    private boolean running;
    private final AtomicBoolean failing = new AtomicBoolean(); // Read by any thread.
    private @Nullable Runnable afterwards;

    Checkpoints(Parts parts, LiveShard live, Kept kept) {
        this.live = live;
        this.journal = parts.journal();
        this.files = parts.files();
        this.sizes = parts.sizes();
        this.background = parts.background();
        this.log = parts.log();
        this.generation = kept.generation();
        this.keptIndex = new AtomicLong(kept.index());
        this.manifests.putAll(kept.manifests());
    }

    /** What checkpoints are made with. */
    record Parts(
            LocalJournal journal, ManifestFiles files, JetStream.Sizes sizes, Executor background, ServerLog log) {}

    /** What the manifest says that the server has begun with. */
    record Kept(long generation, long index, Map<Integer, byte[]> manifests) {}

    /** Begins. */
    void start(long nowNanos) {
        keptNanos = nowNanos;
        live.loop().timers().set(this, nowNanos + sizes.lookNanos());
    }

    @Override
    protected void fire(long nowNanos) {
        live.loop().timers().set(this, nowNanos + sizes.lookNanos());
        boolean isTime = nowNanos - keptNanos >= sizes.checkpointNanos()
                || live.appliedBytes() - keptBytes >= sizes.checkpointBytes();
        if (isTime && !running && live.appliedIndex() > keptIndex.get()) {
            running = true;
            live.lanes()
                    .atRest(
                            () -> {
                                keptNanos = nowNanos;
                                begin(new CompletableFuture<>());
                            },
                            () -> running = false);
        }
    }

    /** Makes the last one; {@code done} is complete when it lasts, or cannot be made. */
    void last(CompletableFuture<Boolean> done) {
        live.loop().timers().cancel(this);
        if (live.appliedIndex() <= keptIndex.get()) {
            done.complete(true);
        } else if (running) {
            afterwards = () -> last(done);
        } else {
            // The log has what cannot be applied now.
            live.lanes().atRest(() -> begin(done), () -> done.complete(false));
        }
    }

    private void begin(CompletableFuture<Boolean> done) {
        running = true; // Entries are applied wholly, or not begun.
        long index = live.lanes().begunUpTo(live.appliedIndex());
        keptBytes = live.appliedBytes();
        List<Stream> gone = live.shard().takeGone();
        Map<Stream, StoreCheckpoint> open = new HashMap<>();
        List<Stream> touched = live.shard().touched().take();
        touched.removeIf(stream -> live.shard().find(stream.id()) != stream);
        for (Stream stream : touched) {
            StoreCheckpoint checkpoint = stream.store().checkpoint();
            if (!checkpoint.isClean() || !manifests.containsKey(stream.id())) {
                open.put(stream, checkpoint);
            } else {
                checkpoint.kept();
            }
        }
        Begun begun = new Begun(index, live.shard().image(), open, gone);
        // The image may be ahead of the log: it counts when the log has caught up with it.
        live.progress().settle(isWritten -> {
            if (isWritten) {
                make(begun, done);
            } else {
                IOException cause = new IOException("what consumers know is not in the journal");
                finish(new Made(begun, manifests, cause), done);
            }
        });
    }

    private void make(Begun begun, CompletableFuture<Boolean> done) {
        try {
            background.execute(() -> makeInBackground(begun, done));
        } catch (RejectedExecutionException e) {
            running = false;
            done.complete(false); // The server ends without it; the log has everything.
        }
    }

    /**
     * A checkpoint that is being made.
     *
     * @param gone the streams that were deleted before; their files are needed until it lasts that they were
     */
    private record Begun(long index, ShardImage image, Map<Stream, StoreCheckpoint> open, List<Stream> gone) {}

    private void makeInBackground(Begun begun, CompletableFuture<Boolean> done) {
        Exception problem = null;
        Map<Integer, byte[]> written = new HashMap<>(manifests);
        try {
            for (Map.Entry<Stream, StoreCheckpoint> one : begun.open().entrySet()) {
                one.getValue().sync();
                written.put(one.getKey().id(), bytes(one.getValue().manifest()));
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            begun.image().write(new DataOutputStream(body), stream -> manifestOf(stream, written));
            files.write(new Manifest(generation + 1, begun.index(), ByteBuffer.wrap(body.toByteArray())));
        } catch (IOException | RuntimeException e) {
            problem = e;
        }
        Exception failure = problem;
        live.loop().post(() -> finish(new Made(begun, written, failure), done));
    }

    private static byte[] manifestOf(Stream stream, Map<Integer, byte[]> written) throws IOException {
        byte[] manifest = written.get(stream.id());
        if (manifest == null) {
            throw new IOException("stream " + stream.id() + ": no manifest (expected: one of an earlier checkpoint)");
        }
        return manifest;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private record Made(
            Begun begun,
            Map<Integer, byte[]> manifests,
            @Nullable Exception failure) {}

    private void finish(Made made, CompletableFuture<Boolean> done) {
        running = false;
        if (made.failure() == null) {
            generation++;
            keptIndex.set(made.begun().index());
            manifests.clear();
            manifests.putAll(made.manifests());
            manifests.keySet().removeIf(id -> live.shard().find(id) == null);
            made.begun().open().forEach(this::kept);
            made.begun().gone().forEach(this::delete);
            journal.trim(keptIndex.get());
            if (failing.getAndSet(false)) {
                log.notice("JetStream's checkpoints are written again");
            }
        } else {
            live.shard().giveBackGone(made.begun().gone());
            made.begun().open().keySet().forEach(live.shard().touched()::add);
            if (!failing.getAndSet(true)) {
                log.error("JetStream's checkpoint cannot be written, the journal keeps what is acknowledged: "
                        + made.failure());
            }
        }
        done.complete(made.failure() == null);
        Runnable next = afterwards;
        afterwards = null;
        if (next != null) {
            next.run();
        }
    }

    private void kept(Stream stream, StoreCheckpoint checkpoint) {
        checkpoint.kept();
        live.shard().touched().add(stream); // What is not needed any more goes with the next one.
        checkpoint.missing().forEach(fetch -> live.fetches().fetch(fetch, failure -> {}));
    }

    private void delete(Stream stream) {
        try {
            stream.store().close();
            background.execute(() -> deleteFiles(stream));
        } catch (IOException e) {
            stay(stream, e);
        } catch (RejectedExecutionException e) {
            stay(stream, e); // Until the next start.
        }
    }

    private void deleteFiles(Stream stream) {
        try {
            stream.store().deleteFiles();
        } catch (IOException e) {
            stay(stream, e);
        }
    }

    private void stay(Stream stream, Exception cause) {
        log.warn("JetStream: files of the deleted stream '" + stream.config().name() + "' stay: " + cause);
    }

    /** Returns up to which index of the log everything is kept. Any thread. */
    long keptIndex() {
        return keptIndex.get();
    }

    /** Returns whether the last one could not be made. Any thread. */
    boolean isFailing() {
        return failing.get();
    }
}
