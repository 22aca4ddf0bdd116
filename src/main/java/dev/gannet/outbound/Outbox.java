package dev.gannet.outbound;

import dev.gannet.base.Chunk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything on its way to one peer. Any event loop writes straight to any peer's socket, under that peer's lock; only
 * what the socket does not take waits here, and the peer's own loop drains it.
 *
 * <p><b>Owner:</b> {@code staged[i]} and {@code shared[i]} belong to event loop i. All else is guarded by this object's
 * lock, which is held for one write.
 *
 * <p><b>Units:</b> bytes. More than {@code pendingMax} waiting ends the connection (CP-193); above a soft limit, the
 * smaller of 1 MiB and three quarters of it, producers are asked to slow down (CP-197).
 */
public final class Outbox {
    private static final long SOFT_LIMIT_MAX = 1024 * 1024;

    /** Up to this much is copied to a smaller or half-filled chunk instead of keeping a whole one. */
    private static final int COPY_MAX = ChunkPool.LARGE / 2;

    final Chunk[] staged;
    final SharedChunk[] shared;

    private final Sink sink;
    private final long pendingMax;
    private final long softLimit;
    private final PendingBudget budget;
    private final ArrayDeque<Chunk> pending = new ArrayDeque<>(1);
    private long pendingBytes;
    private boolean drainRequested;
    private boolean closed;
    private long outMessages;
    private long outBytes;
    private final WriteTurn turn = new WriteTurn();
    private @Nullable List<Producer> waiting;
    private @Nullable Seal seal;
    private volatile boolean congested;
    private volatile boolean nearlyFull;

    /**
     * @param loops how many event loops may stage bytes here
     * @param pendingMax most bytes that may wait
     */
    public Outbox(int loops, long pendingMax, Sink sink) {
        this(loops, pendingMax, PendingBudget.unlimited(), sink);
    }

    /**
     * @param loops how many event loops may stage bytes here
     * @param pendingMax most bytes that may wait
     * @param budget what all outboxes of the server share
     */
    public Outbox(int loops, long pendingMax, PendingBudget budget, Sink sink) {
        this.staged = new Chunk[loops];
        this.shared = new SharedChunk[loops];
        this.sink = sink;
        this.pendingMax = pendingMax;
        this.budget = budget;
        this.softLimit = softLimit(pendingMax);
    }

    /** Returns how much may wait before producers are asked to slow down, where at most {@code pendingMax} may. */
    public static long softLimit(long pendingMax) {
        return Math.min(SOFT_LIMIT_MAX, pendingMax / 4 * 3);
    }

    /** Returns how many event loops may stage bytes here. */
    public int loops() {
        return staged.length;
    }

    /** Returns whether producers should slow down for this peer. */
    public boolean isCongested() {
        return congested;
    }

    /** Returns whether more than three quarters of what may wait does wait. */
    public boolean isNearlyFull() {
        return nearlyFull;
    }

    public synchronized long pendingBytes() {
        return pendingBytes;
    }

    /** Returns how many messages were handed over, sent or waiting. */
    public synchronized long outMessages() {
        return outMessages;
    }

    /** Returns the bytes of headers and payload of those messages. */
    public synchronized long outBytes() {
        return outBytes;
    }

    /** Returns when the write began that is not done, on the loops' clock; zero if nothing waits. */
    public synchronized long writingSinceNanos() {
        return pendingBytes == 0 ? 0 : turn.sinceNanos;
    }

    /**
     * Makes all that waits one new write.
     *
     * @return how many bytes that is, or zero if nothing of the write before was written
     */
    public synchronized long writeAnew(long nowNanos) {
        boolean hasMoved = turn.writtenBytes > 0;
        turn.begin(nowNanos, pendingBytes, 0);
        return hasMoved ? pendingBytes : 0;
    }

    /** Has everything from now on go through {@code seal}; what waits already goes as it is. */
    public synchronized void seal(Seal toSeal) {
        seal = toSeal;
    }

    /** Sends what the seal has to say of its own, if anything. */
    void flushSeal(Staging from) {
        OutboxFailure failure;
        boolean request;
        synchronized (this) {
            Seal sealing = seal;
            if (sealing == null || closed) {
                return;
            }
            Chunk nothing = from.scratch();
            failure = writeSealed(sealing, nothing, 0, 0, from);
            request = requestsDrain(failure);
        }
        tell(failure, request);
    }

    /** Writes or queues all of {@code chunk}, and takes it over. */
    void flush(Chunk chunk, Staging from) {
        OutboxFailure failure;
        boolean request;
        synchronized (this) {
            outMessages += chunk.messages;
            outBytes += chunk.messageBytes;
            if (closed || chunk.length() == 0) {
                from.give(chunk);
                return;
            }
            if (seal == null) {
                failure = writeOrKeep(chunk, from);
            } else {
                failure = writeSealed(seal, chunk, chunk.read, chunk.written, from);
                from.give(chunk);
            }
            request = requestsDrain(failure);
        }
        tell(failure, request);
    }

    private @Nullable OutboxFailure writeOrKeep(Chunk chunk, Staging from) {
        OutboxFailure failure = tryWrite(chunk, from);
        if (failure == null && chunk.length() > 0) {
            return keep(chunk, from);
        }
        from.give(chunk);
        return failure;
    }

    /** Returns whether the owner has to be told that bytes wait; it is told once. */
    private boolean requestsDrain(@Nullable OutboxFailure failure) {
        boolean request = !drainRequested && failure == null && pendingBytes > 0;
        drainRequested |= request;
        return request;
    }

    /** Seals {@code [start, end)} and writes or queues that; {@code source} stays the caller's. */
    private @Nullable OutboxFailure writeSealed(Seal sealing, Chunk source, int start, int end, Staging from) {
        int at = start;
        OutboxFailure failure;
        do {
            Chunk sealed = from.sealed();
            try {
                at = sealing.seal(source, at, end, sealed);
            } catch (IOException e) {
                return fail(OutboxFailure.WRITE_ERROR);
            }
            failure = writeOrCopy(sealed, 0, sealed.written, from);
        } while (failure == null && at < end);
        return failure;
    }

    private @Nullable OutboxFailure writeOrCopy(Chunk source, int start, int end, Staging from) {
        int rest = start;
        if (pendingBytes == 0) {
            try {
                sink.write(source.forWrite(start, end));
            } catch (IOException e) {
                return fail(OutboxFailure.WRITE_ERROR);
            } finally {
                rest = source.done();
                turn.begin(from.nowNanos(), end - rest, rest - start);
            }
        }
        if (rest == end) {
            return null;
        }
        copy(source, rest, end, from);
        return count(end - rest);
    }

    /** Writes or queues {@code [start, end)} of {@code source}, which stays the caller's. */
    void write(Chunk source, int start, int end, Staging from) {
        OutboxFailure failure;
        boolean request;
        synchronized (this) {
            outMessages += source.messages;
            outBytes += source.messageBytes;
            if (closed) {
                return;
            }
            failure =
                    seal == null ? writeOrCopy(source, start, end, from) : writeSealed(seal, source, start, end, from);
            request = requestsDrain(failure);
        }
        tell(failure, request);
    }

    private @Nullable OutboxFailure tryWrite(Chunk chunk, Staging from) {
        if (pendingBytes > 0) {
            return null;
        }
        try {
            sink.write(chunk.forWrite(chunk.read, chunk.written));
            return null;
        } catch (IOException e) {
            return fail(OutboxFailure.WRITE_ERROR);
        } finally {
            int before = chunk.read;
            chunk.read = chunk.done();
            turn.begin(from.nowNanos(), chunk.length(), chunk.read - before);
        }
    }

    private @Nullable OutboxFailure keep(Chunk chunk, Staging from) {
        int length = chunk.length();
        if (length <= COPY_MAX) {
            copy(chunk, chunk.read, chunk.written, from);
            from.give(chunk);
        } else {
            pending.addLast(chunk);
        }
        return count(length);
    }

    private void copy(Chunk source, int start, int end, Staging from) {
        int at = start;
        while (at < end) {
            Chunk last = pending.peekLast();
            if (last == null || last.room() == 0) {
                last = from.take(end - at);
                pending.addLast(last);
            }
            int length = Math.min(end - at, last.room());
            last.append(source, at, length);
            at += length;
        }
    }

    private @Nullable OutboxFailure count(int length) {
        budget.add(length, pendingBytes);
        pendingBytes += length;
        if (pendingBytes > pendingMax) {
            return fail(OutboxFailure.PENDING_BYTES);
        }
        if (budget.isTooMuch(pendingBytes)) {
            return fail(OutboxFailure.PENDING_BYTES_OF_ALL);
        }
        mark();
        return null;
    }

    private void mark() {
        congested = pendingBytes > softLimit;
        nearlyFull = pendingBytes > pendingMax / 4 * 3;
    }

    private OutboxFailure fail(OutboxFailure failure) {
        closed = true;
        return failure;
    }

    private void tell(@Nullable OutboxFailure failure, boolean request) {
        if (failure != null) {
            close();
            sink.failed(failure);
        } else if (request) {
            sink.requestDrain();
        }
    }

    /**
     * Writes what waits, as far as the socket takes it; called by the owner's loop when it is writable.
     *
     * @return whether nothing waits any more
     */
    public boolean drain(Staging from) {
        OutboxFailure failure = null;
        boolean empty;
        List<Producer> resumed = null;
        synchronized (this) {
            try {
                writePending(from);
            } catch (IOException e) {
                failure = closed ? null : fail(OutboxFailure.WRITE_ERROR);
            }
            mark();
            empty = pendingBytes == 0;
            drainRequested = !empty;
            if (pendingBytes <= softLimit / 4) {
                resumed = waiting;
                waiting = null;
            }
        }
        resume(resumed);
        tell(failure, false);
        return empty;
    }

    private void writePending(Staging from) throws IOException {
        while (!pending.isEmpty()) {
            int count = 0;
            long offered = 0;
            for (Chunk chunk : pending) {
                if (count == Staging.GATHER_MAX) {
                    break;
                }
                from.gather[count++] = chunk.forWrite(chunk.read, chunk.written);
                offered += chunk.length();
            }
            long wrote = 0;
            try {
                wrote = sink.write(from.gather, count);
            } finally {
                settle(from, count);
            }
            pendingBytes -= wrote;
            budget.remove(wrote, pendingBytes);
            turn.wrote(from.nowNanos(), wrote, pendingBytes);
            if (wrote < offered) {
                return;
            }
        }
    }

    /** Takes note of how far a gathering write over the first {@code count} chunks came, and lets go of the sent ones. */
    private void settle(Staging from, int count) {
        Arrays.fill(from.gather, 0, count, null);
        int seen = 0;
        for (Chunk chunk : pending) {
            if (seen++ == count) {
                break;
            }
            chunk.read = chunk.done();
        }
        for (Chunk first = pending.peekFirst(); first != null && first.length() == 0; first = pending.peekFirst()) {
            from.give(pending.removeFirst());
        }
    }

    /** Lets {@code producer} know when this peer has caught up or is gone; at once if that is so already. */
    public void await(Producer producer) {
        synchronized (this) {
            if (!closed && congested) {
                if (waiting == null) {
                    waiting = new ArrayList<>(2);
                }
                if (!waiting.contains(producer)) {
                    waiting.add(producer);
                }
                return;
            }
        }
        producer.resume();
    }

    /** Drops what waits; nothing is sent any more, and nobody waits for this peer any longer. */
    public void close() {
        List<Producer> resumed;
        synchronized (this) {
            closed = true;
            pending.clear();
            budget.remove(pendingBytes, 0);
            pendingBytes = 0;
            congested = false;
            nearlyFull = false;
            resumed = waiting;
            waiting = null;
        }
        resume(resumed);
    }

    private static void resume(@Nullable List<Producer> producers) {
        if (producers != null) {
            producers.forEach(Producer::resume);
        }
    }
}
