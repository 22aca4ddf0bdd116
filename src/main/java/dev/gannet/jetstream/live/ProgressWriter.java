package dev.gannet.jetstream.live;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.stream.Progress;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.shard.EntryBatch;
import dev.gannet.shard.ShardLog;
import dev.gannet.store.fetch.Fetch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes how consumers are into the log of a shard: what has changed gathers for a few milliseconds, or until somebody
 * waits for it. One batch is on its way at a time, so that what is confirmed stands behind nothing that may yet fail. What the
 * log does not take is written again with what has changed since.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class ProgressWriter extends TimerQueue.Timer {
    private static final long GATHER_NANOS = MILLISECONDS.toNanos(5);
    private static final long RETRY_NANOS = MILLISECONDS.toNanos(250);
    private static final int CONFIRMATIONS_MAX = 1 << 16; // That wait for a log which takes nothing now.

    private final LiveShard live;
    private Set<Stream> streams = new LinkedHashSet<>();
    private List<Confirmation> confirmations = new ArrayList<>();
    private List<Consumer<Boolean>> waiting = new ArrayList<>();
    private boolean isUnderWay;
    private boolean isFailing;
    private long plannedNanos = TimerQueue.NEVER;

    /** What is to be done when all that a stream's consumers know is in the log. */
    private record Confirmation(Stream stream, Runnable then) {}

    ProgressWriter(LiveShard live) {
        this.live = live;
    }

    /** Consumers of a stream have something to be written. */
    void progressed(Stream stream) {
        streams.add(stream);
        plan(isFailing ? RETRY_NANOS : GATHER_NANOS);
    }

    /**
     * Has something done when all that a stream's consumers know is in the log, however long that takes; of very many that
     * wait for a log that takes nothing the first are forgotten, as nobody waits that long.
     */
    void confirm(Stream stream, Runnable then) {
        confirmations.add(new Confirmation(stream, then));
        plan(0);
    }

    /** Has something done when all that consumers know is in the log and applied; it is told if that has failed. */
    void settle(Consumer<Boolean> then) {
        if (!isUnderWay && streams.isEmpty()) {
            then.accept(true);
        } else {
            waiting.add(then);
            plan(0);
        }
    }

    private void plan(long nanos) {
        long at = live.clock().nanoTime() + nanos;
        if (!isUnderWay && (plannedNanos == TimerQueue.NEVER || at - plannedNanos < 0)) {
            plannedNanos = at;
            live.loop().timers().set(this, at);
        }
    }

    @Override
    protected void fire(long nowNanos) {
        plannedNanos = TimerQueue.NEVER;
        if (!isUnderWay) {
            write();
        }
    }

    /** What is on its way. */
    private final class Flight implements ShardLog.Fate {
        private final List<Progress.Taken> taken = new ArrayList<>();
        private final List<Confirmation> toConfirm;
        private final List<Consumer<Boolean>> toTell;
        private boolean isWhole = true;

        Flight(List<Confirmation> toConfirm, List<Consumer<Boolean>> toTell) {
            this.toConfirm = toConfirm;
            this.toTell = toTell;
        }

        @Override
        public void committed(EntryBatch batch, long firstIndex) {
            live.loop().doOrPost(() -> ended(this, firstIndex, batch.length()));
        }

        @Override
        public void failed(EntryBatch batch, Exception cause) {
            live.loop().post(() -> ended(this, 0, 0));
        }
    }

    private void write() {
        Flight flight = new Flight(confirmations, waiting);
        Set<Stream> of = streams;
        streams = new LinkedHashSet<>();
        confirmations = new ArrayList<>();
        waiting = new ArrayList<>();
        isUnderWay = true;
        long now = Intake.nanos(live.clock().instant());
        List<ByteBuffer> bodies = new ArrayList<>();
        int length = 0;
        for (Stream stream : of) {
            Progress.Taken taken = take(stream, flight, now);
            if (taken != null) {
                flight.taken.add(taken);
                ByteBuffer body = taken.change().entry();
                bodies.add(body);
                length += EntryBatch.lengthFor(body.remaining());
            }
        }
        if (bodies.isEmpty()) {
            ended(flight, Long.MAX_VALUE, 0);
            return;
        }
        EntryBatch batch = new EntryBatch(length, flight);
        bodies.forEach(body -> batch.add(live.number(), body));
        if (!live.log().append(batch)) {
            ended(flight, 0, 0);
        }
    }

    private Progress.@Nullable Taken take(Stream stream, Flight flight, long now) {
        if (live.shard().find(stream.id()) != stream) {
            return null;
        }
        if (live.lanes().problem(stream.id()) != null) { // What is written could not be applied.
            streams.add(stream);
            flight.toConfirm.stream()
                    .filter(confirmation -> confirmation.stream() == stream)
                    .forEach(confirmations::add);
            flight.toConfirm.removeIf(confirmation -> confirmation.stream() == stream);
            flight.isWhole = false;
            return null;
        }
        Progress progress = stream.consumers().progress();
        Progress.Taken taken = progress.take(now, live.isLasting());
        Fetch missing = progress.takeMissing();
        if (missing != null) {
            live.fetches().fetch(missing, failure -> progress.lookAgain());
        }
        return taken;
    }

    /** @param firstIndex of the entries, or 0 if the log has not taken them */
    private void ended(Flight flight, long firstIndex, int length) {
        boolean isWritten = firstIndex != 0;
        isUnderWay = false;
        isFailing = !isWritten || !flight.isWhole;
        if (isWritten) {
            List<Applying> applying = apply(flight, firstIndex, length);
            flight.toConfirm.forEach(confirmation -> confirm(confirmation, applying));
        } else {
            for (Progress.Taken taken : flight.taken) {
                Stream stream = live.shard().find(taken.change().stream());
                if (stream != null) {
                    stream.consumers().progress().giveBack(taken);
                }
            }
            confirmations.addAll(0, flight.toConfirm);
        }
        if (confirmations.size() > CONFIRMATIONS_MAX) {
            confirmations.subList(0, confirmations.size() - CONFIRMATIONS_MAX).clear();
        }
        flight.toTell.forEach(then -> live.loop().post(() -> then.accept(isWritten && flight.isWhole)));
        if (!confirmations.isEmpty() || !waiting.isEmpty()) {
            plan(isFailing ? RETRY_NANOS : 0);
        } else if (!streams.isEmpty()) {
            plan(isFailing ? RETRY_NANOS : GATHER_NANOS);
        }
    }

    /** Confirms when the messages are gone that nobody needs any more. */
    private static void confirm(Confirmation confirmation, List<Applying> applying) {
        for (Applying entry : applying) {
            if (entry.isOf(confirmation.stream())) {
                entry.then(confirmation.then());
                return;
            }
        }
        confirmation.then().run();
    }

    private List<Applying> apply(Flight flight, long firstIndex, int length) {
        List<Applying> all = new ArrayList<>();
        long index = firstIndex;
        int left = length; // Counted with the first.
        for (Progress.Taken taken : flight.taken) {
            Applying entry = new Applying(taken);
            all.add(entry);
            live.apply(entry, index++, left);
            left = 0;
        }
        return all;
    }

    /** An entry that may have to wait until the messages can be let go; what it says of consumers is so already. */
    private final class Applying extends Lane.Entry {
        private final Progress.Taken taken;
        private final List<Runnable> whenDone = new ArrayList<>(1);
        private boolean isDone;

        Applying(Progress.Taken taken) {
            super(taken.change().stream(), 0);
            this.taken = taken;
        }

        @Override
        void apply() {
            live.shard().apply(taken.change());
            isDone = true;
            whenDone.forEach(Runnable::run);
        }

        boolean isOf(Stream stream) {
            return taken.change().stream() == stream.id();
        }

        void then(Runnable task) {
            if (isDone) {
                task.run();
            } else {
                whenDone.add(task);
            }
        }

        @Override
        void refuse(ApiError error) {
            // Nobody waits for it: it is in the log.
        }
    }
}
