package dev.gannet.jetstream.live;

import dev.gannet.account.Account;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.jetstream.Faults;
import dev.gannet.jetstream.delivery.Senders;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.loop.Fetches;
import dev.gannet.jetstream.loop.LoopAccess;
import dev.gannet.jetstream.loop.Settling;
import dev.gannet.jetstream.loop.StreamLoop;
import dev.gannet.jetstream.loop.TracedMessage;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.MessageEntry;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.ShardWatcher;
import dev.gannet.jetstream.stream.StoredParts;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.jetstream.tail.FollowedStreams;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.FrameBatch;
import dev.gannet.shard.ShardLog;
import dev.gannet.shard.VolatileLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shard at work: its streams capture what is published, its log commits that, and what comes of it is sent.
 *
 * <p><b>Owner:</b> its stream loop, but for what is said to be for event loops.
 */
final class LiveShard {
    private static final long LOOK_BYTES = 1 << 20;

    private final int number;
    private final Shard shard;
    private final ShardLog log;
    private final boolean isLasting;
    private final StreamLoop loop;
    private final Surroundings around;
    private final Outbox nowhere;
    private final Intake[] intakes;
    private final Map<Integer, Capture> captures = new HashMap<>();
    private final AtomicInteger lastSid = new AtomicInteger();
    private final AtomicLong changes = new AtomicLong();
    private final Ticks ticks;
    private final Settling settling;
    private final Messages messages;
    private final Lanes lanes;
    private final Proposals proposals;
    private final ProgressWriter progress;
    private final Following following;
    private Senders senders = Senders.NONE;
    private long appliedIndex;
    private long atIndex; // Of the entry that is looked at.
    private long appliedBytes;
    private long lookedBytes;

    /**
     * What a shard works in.
     *
     * @param accounts finds accounts by their names; null is none
     * @param limits how much may wait for each stream
     */
    record Surroundings(
            LoopAccess loops,
            Function<String, @Nullable Account> accounts,
            IngestLimits limits,
            Fetches fetches,
            Damage damage,
            FollowedStreams followed,
            Clock clock,
            ServerLog serverLog) {}

    LiveShard(int number, Shard shard, ShardLog log, StreamLoop loop, Surroundings around) {
        this.number = number;
        this.shard = shard;
        this.log = log;
        this.isLasting = !(log instanceof VolatileLog);
        this.loop = loop;
        this.around = around;
        this.nowhere = InternalSubscriber.nowhere(around.loops().count());
        this.intakes = new Intake[around.loops().count()];
        this.ticks = new Ticks(this, around.clock());
        this.settling = new Settling(loop, around.clock());
        this.proposals = new Proposals(this);
        this.progress = new ProgressWriter(this);
        this.messages = new Messages(this);
        this.following = new Following(this);
        this.lanes = new Lanes(shard, around.fetches(), loop.timers(), this::standStill, around);
    }

    /** Begins to take messages; the streams that are there capture from now on what is published. */
    void start() {
        for (int i = 0; i < intakes.length; i++) {
            Intake intake = new Intake(i, this, log, around.clock());
            intakes[i] = intake;
            around.loops().atTurnEnd(i, intake::endTurn);
        }
        shard.streams().forEach(this::capture);
        shard.work(around.followed().before(new Watcher()));
        ticks.plan();
        following.start();
    }

    int number() {
        return number;
    }

    Shard shard() {
        return shard;
    }

    StreamLoop loop() {
        return loop;
    }

    LoopAccess loops() {
        return around.loops();
    }

    IngestLimits limits() {
        return around.limits();
    }

    Faults faults() {
        return around.damage().faults();
    }

    Fetches fetches() {
        return around.fetches();
    }

    Lanes lanes() {
        return lanes;
    }

    /** Returns why a stream takes nothing, or null. */
    @Nullable
    String problem(Stream stream) {
        Capture capture = captures.get(stream.id());
        String still = lanes.problem(stream.id());
        String unwritable = still != null || capture == null ? still : capture.problem();
        return unwritable == null
                ? stream.store().losses().problem(stream.store().firstSeq())
                : unwritable;
    }

    private void standStill(Stream stream, @Nullable String problem) {
        Capture capture = captures.get(stream.id());
        if (capture != null) {
            capture.standStill(problem);
        }
    }

    /** Returns what takes the messages of an event loop; called there. */
    Intake intake(int eventLoop) {
        return intakes[eventLoop];
    }

    String nextSid() {
        return Integer.toString(lastSid.incrementAndGet());
    }

    /** Returns how many changes there were. Any thread. */
    long changes() {
        return changes.get();
    }

    /** Returns the index of the last entry that was applied. */
    long appliedIndex() {
        return appliedIndex;
    }

    /** Returns the index of the message that is looked at. */
    long atIndex() {
        return atIndex;
    }

    /** Returns how many bytes of entries were applied in all. */
    long appliedBytes() {
        return appliedBytes;
    }

    void applied(long index) {
        appliedIndex = Math.max(appliedIndex, index);
    }

    /** A stream captures what its settings say; none of what it did before, if it is gone. */
    void capture(Stream stream) {
        boolean isThere = shard.find(stream.id()) == stream;
        around.damage().name(stream, number, isThere);
        Capture capture = captures.get(stream.id());
        if (capture == null) {
            Account account = around.accounts().apply(stream.account());
            if (account == null || !isThere) {
                return;
            }
            capture = new Capture(stream.id(), account, stream.acks(), this, nowhere);
            capture.standStill(lanes.problem(stream.id()));
            captures.put(stream.id(), capture);
        }
        capture.subjects(isThere ? stream.config().subjects() : java.util.List.of());
        if (!isThere) {
            captures.remove(stream.id());
        }
    }

    /** Streams capture nothing any more: what is published to them has no responders. */
    void release() {
        captures.values().forEach(capture -> capture.subjects(java.util.List.of()));
        senders.release();
    }

    /** The accounts have changed: streams capture in those that are there. */
    void accountsChanged() {
        for (Stream stream : shard.streams()) {
            Capture capture = captures.get(stream.id());
            Account account = around.accounts().apply(stream.account());
            if (capture != null && capture.account() != account) {
                capture.subjects(java.util.List.of());
                captures.remove(stream.id());
            }
            capture(stream);
        }
        senders.accountsChanged();
    }

    /** Returns what knows of messages that are not applied yet. */
    Settling settling() {
        return settling;
    }

    /** Has accounts, or the server if the name is empty, be held to other limits than before. */
    void limit(String account, long maxBytes) {
        if (shard.maxBytes(account) != maxBytes) {
            long now = Intake.nanos(around.clock().instant());
            propose(new Change.Limits(now, account, maxBytes), applied -> {
                if (applied.error() != null) {
                    around.serverLog()
                            .warn("JetStream: limits of '" + account + "' stay as they were: "
                                    + applied.error().description());
                }
            });
        }
    }

    /** Messages had to be dropped. Any thread. */
    void dropped(Capture capture) {
        around.serverLog()
                .warn("Dropping messages due to excessive stream ingest rate on '"
                        + capture.account().name() + "' > '" + capture.name() + "': "
                        + ErrorCode.STREAM_TOO_MANY_REQUESTS.error().description());
    }

    /** Applies what the log has committed, or says to whom it has not. */
    void apply(IngestBatch batch, long firstIndex) {
        FrameBatch<Account> answers = batch.answers();
        Exception failure = batch.failure();
        senders.hold();
        atIndex = firstIndex - 1;
        batch.entries().forEach((of, body) -> {
            atIndex++;
            byte[] reply = batch.nextReply();
            TracedMessage trace = batch.nextTrace();
            Capture capture = captures.get(MessageEntry.streamOf(body));
            if (failure == null) {
                messages.apply(body, reply, capture, trace, answers);
            } else {
                Messages.refuse(capture, reply, trace, unwritable(failure), answers);
                settling.settled(body.remaining());
                Messages.waitsNoMore(body, capture);
            }
        });
        settling.release();
        if (appliedBytes - lookedBytes > LOOK_BYTES) {
            lookedBytes = appliedBytes;
            lookAtFiles();
        }
        if (failure == null) {
            applied(firstIndex + batch.entries().count() - 1);
            appliedBytes += batch.entries().length();
            ticks.plan();
        }
        batch.intake().applied(batch);
        senders.run();
    }

    /** Nobody will ask for it any more. */
    private void delete(Stream gone) {
        try {
            gone.store().delete();
        } catch (IOException e) {
            around.serverLog()
                    .warn("JetStream: the deleted stream '" + gone.config().name() + "' takes memory on: " + e);
        }
    }

    private void lookAtFiles() {
        long now = around.clock().nanoTime();
        for (Stream stream : shard.streams()) {
            Capture capture = captures.get(stream.id());
            if (capture != null) {
                capture.look(stream, loop.timers(), now);
            }
        }
    }

    /** Says what would become of a message that is only traced, when what came before it is applied. Any thread. */
    void check(ByteBuffer body, byte[] reply, Capture capture, TracedMessage trace) {
        loop.post(() -> settling.then(() -> messages.check(body, reply, capture, trace)));
    }

    static ApiError unwritable(Exception failure) {
        return ErrorCode.STREAM_STORE_FAILED.error(String.valueOf(failure.getMessage()));
    }

    /**
     * Has the log commit a change and applies it.
     *
     * @param done is told what came of it, with the change's own error or that of the log; on the stream loop
     */
    void propose(Change change, Consumer<Shard.Applied> done) {
        proposals.propose(change, done);
    }

    /** An entry is committed, and is applied as soon as it may be. */
    void apply(Lane.Entry entry, long index, int length) {
        applied(index);
        appliedBytes += length;
        entry.index(index);
        lanes.add(entry);
        ticks.plan();
    }

    /** A change has been applied. */
    void changed(Change change, Shard.Applied applied) {
        Stream stream = applied.stream();
        if (stream != null && applied.error() == null) {
            capture(stream);
            changes.incrementAndGet();
            following.changed(change, stream, applied.consumer());
        }
        if (!isLasting) {
            shard.takeGone().forEach(this::delete);
        }
    }

    ShardLog log() {
        return log;
    }

    ServerLog serverLog() {
        return around.serverLog();
    }

    Clock clock() {
        return around.clock();
    }

    /** Returns whether what it is told lasts. */
    boolean isLasting() {
        return isLasting;
    }

    Senders senders() {
        return senders;
    }

    /** Has somebody send messages to consumers; before {@link #start}. */
    void senders(Senders newSenders) {
        senders = newSenders;
    }

    ProgressWriter progress() {
        return progress;
    }

    /** Tells who sends messages to consumers. */
    private final class Watcher implements ShardWatcher {
        @Override
        public void stored(Stream stream, long seq, StoredParts parts) {
            senders.stored(stream, seq, parts.subject());
        }

        @Override
        public void removing(Stream stream, long seq) {
            senders.removing(stream, seq);
        }

        @Override
        public void removedBelow(Stream stream, long seq) {
            senders.removed(stream);
        }

        @Override
        public void progressed(Stream stream) {
            progress.progressed(stream);
        }
    }
}
