package dev.gannet.jetstream.live;

import dev.gannet.base.Clock;
import dev.gannet.jetstream.loop.LoopAccess;
import dev.gannet.jetstream.loop.TracedMessage;
import dev.gannet.jetstream.stream.MessageEntry;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.shard.EntryBatch;
import dev.gannet.shard.ShardLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one loop that are for the streams of one shard, and hands them to the log at the end of each
 * turn. A few batches are on their way at a time; what comes meanwhile gathers, and goes together.
 *
 * <p><b>Owner:</b> its loop, but for {@link #committed} and {@link #applied}.
 */
final class Intake {
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int FLYING_MAX = 8;

    /** So few are applied by the log's own thread if nobody else is at it: another thread would take longer to wake up. */
    private static final int FEW = 64;

    private static final int SPARE_MAX = 8;

    private final int loop;
    private final int shard;
    private final ShardLog log;
    private final Clock clock;
    private final LiveShard target;
    private final ArrayDeque<IngestBatch> full = new ArrayDeque<>();
    private final ArrayDeque<IngestBatch> spare = new ArrayDeque<>();
    private IngestBatch open;
    private long timeNanos;
    private final Queue<IngestBatch> applied = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicBoolean waitsForOne = new AtomicBoolean();
    private int flying;

    Intake(int loop, LiveShard target, ShardLog log, Clock clock) {
        this.loop = loop;
        this.shard = target.number();
        this.target = target;
        this.log = log;
        this.clock = clock;
        this.open = new IngestBatch(this, BATCH_BYTES);
    }

    int loop() {
        return loop;
    }

    /** Takes a copy of a message; {@code trace} is told what becomes of it. */
    void take(int stream, PublishFrame frame, @Nullable TracedMessage trace) {
        take(stream, frame);
        if (trace != null) {
            open.trace(trace);
        }
    }

    private void take(int stream, PublishFrame frame) {
        if (open.isEmpty()) {
            timeNanos = nanos(clock.instant());
        }
        if (open.add(shard, stream, timeNanos, frame)) {
            return;
        }
        int needed = EntryBatch.lengthFor(MessageEntry.length(frame));
        if (!open.isEmpty()) {
            full.add(open);
            open = batch(needed);
        } else {
            spare(open);
            open = new IngestBatch(this, needed);
        }
        timeNanos = nanos(clock.instant());
        if (!open.add(shard, stream, timeNanos, frame)) {
            throw new IllegalStateException("batch: " + open.capacity() + " bytes (expected: room for " + needed + ")");
        }
    }

    static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    private IngestBatch batch(int needed) {
        takeBack();
        IngestBatch kept = needed > BATCH_BYTES ? null : spare.poll();
        return kept == null ? new IngestBatch(this, Math.max(needed, BATCH_BYTES)) : kept;
    }

    private void spare(IngestBatch batch) {
        if (batch.capacity() == BATCH_BYTES && spare.size() < SPARE_MAX) {
            batch.clear();
            spare.add(batch);
        }
    }

    /** Hands over what was taken, as far as not too much is on its way. */
    void endTurn() {
        takeBack();
        handOver();
        if (full.isEmpty() && open.isEmpty()) {
            return;
        }
        waitsForOne.set(true);
        if (!applied.isEmpty()) { // It came back before anybody could know that it is waited for.
            takeBack();
            handOver();
        }
    }

    private void handOver() {
        if (!open.isEmpty() && flying + full.size() < FLYING_MAX) {
            full.add(open);
            open = batch(0);
        }
        while (!full.isEmpty() && flying < FLYING_MAX && isTaken(full.getFirst())) {
            full.removeFirst();
        }
        if (flying == 0 && !full.isEmpty()) {
            target.loops().post(loop, router -> endTurn()); // The log is full of others' batches.
        }
    }

    private boolean isTaken(IngestBatch batch) {
        flying++; // Before: it may come back at once.
        boolean isTaken = log.append(batch.entries());
        flying -= isTaken ? 0 : 1;
        return isTaken;
    }

    private void takeBack() {
        for (IngestBatch batch = applied.poll(); batch != null; batch = applied.poll()) {
            flying--;
            spare(batch);
        }
    }

    /** The log has done with a batch. The log's thread. */
    void committed(IngestBatch batch, long firstIndex) {
        if (batch.entries().count() <= FEW) {
            target.loop().doOrPost(() -> target.apply(batch, firstIndex));
        } else {
            target.loop().post(() -> target.apply(batch, firstIndex));
        }
    }

    /**
     * A batch has been applied. Its own loop sends the answers if that is waiting for something to do; or else they are
     * sent here and now, and the loop wakes up meanwhile for what comes next from those who get them. The stream loop.
     */
    void applied(IngestBatch batch) {
        LoopAccess loops = target.loops();
        if (answering.get() > 0 || loops.isPolling(loop)) { // Behind answers that wait there, the next ones do.
            answering.incrementAndGet();
            loops.post(loop, router -> {
                batch.answers().forEach(router::publish);
                answering.decrementAndGet();
                flying--;
                spare(batch);
            });
            return;
        }
        batch.answers().forEach(target.loop().router()::publish);
        applied.add(batch);
        if ((waitsForOne.get() && waitsForOne.getAndSet(false)) || loops.isAsleep(loop)) {
            loops.post(loop, router -> endTurn());
        }
    }
}
