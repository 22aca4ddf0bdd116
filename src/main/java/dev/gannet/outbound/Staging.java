package dev.gannet.outbound;

import dev.gannet.base.Chunk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has ready for peers in its current turn. Bytes are staged without a lock, a chunk for each peer,
 * and flushed once at the end of the turn, or earlier when a chunk is full or {@link #DIRTY_MAX} peers have one, which
 * bounds the memory of a turn to 16 MiB, and that of groups to 8 MiB more. A chunk begins small, since most peers are
 * sent little in a turn: ten thousand that get a line each take turns with one mebibyte.
 *
 * <p><b>Owner:</b> its event loop; every method is called there.
 *
 * <p><b>Hot path:</b> {@link #stage} allocates nothing once the pool is warm.
 */
public final class Staging {
    /** Most bytes that one call of {@link #stage} may ask for. */
    public static final int CHUNK_BYTES = ChunkPool.LARGE;

    /** How much a {@link Seal} has room for at least: a whole chunk, and the most that sealing adds to it. */
    public static final int SEALED_BYTES = CHUNK_BYTES + 36 * 1024;

    static final int DIRTY_MAX = 256;

    /** How many groups may share a chunk in a turn; the members of further ones are staged by themselves. */
    static final int OPENED_MAX = 128;

    /** How many buffers one gathering write takes. */
    static final int GATHER_MAX = 16;

    private final int loop;
    private final ChunkPool pool = new ChunkPool();
    private final Outbox[] dirty = new Outbox[DIRTY_MAX];
    private int dirtyCount;
    private final SharedChunk[] opened = new SharedChunk[OPENED_MAX];
    private int openedCount;
    private long turn = 1;
    private long nowNanos;
    private @Nullable Producer producer;
    private @Nullable Chunk sealed;
    final ByteBuffer[] gather = new ByteBuffer[GATHER_MAX];

    public Staging(int loop) {
        this.loop = loop;
    }

    /** Returns the index of the loop. */
    public int loop() {
        return loop;
    }

    /** Sets whose input is handled now, or null; it is slowed down when a target is behind. */
    public void producer(@Nullable Producer producer) {
        this.producer = producer;
    }

    /** Slows down whose messages are being delivered: they go where they cannot be taken as fast. */
    public void slowProducer() {
        if (producer != null) {
            producer.slowDown();
        }
    }

    /** Sets the time that the loop goes by, read once a turn. */
    public void now(long nanos) {
        nowNanos = nanos;
    }

    /** Returns the time of this turn. */
    public long nowNanos() {
        return nowNanos;
    }

    /**
     * Returns a chunk of {@code target} with room for {@code length} bytes more; the caller appends them at once.
     *
     * @param length at most {@link #CHUNK_BYTES}
     */
    public Chunk stage(Outbox target, int length) {
        settle(target);
        Chunk chunk = target.staged[loop];
        if (chunk != null) {
            if (chunk.room() >= length) {
                return chunk;
            }
            if (chunk.capacity() < CHUNK_BYTES && chunk.written + length <= CHUNK_BYTES) {
                return enlarge(target, chunk);
            }
            target.staged[loop] = null;
            target.flush(chunk, this);
            slowDown(target);
            return restage(target, CHUNK_BYTES);
        }
        return stageNew(target, length);
    }

    private Chunk enlarge(Outbox target, Chunk small) {
        Chunk large = pool.take();
        large.append(small, 0, small.written);
        large.messages = small.messages;
        large.messageBytes = small.messageBytes;
        pool.give(small);
        target.staged[loop] = large;
        return large;
    }

    /** Stages all of {@code bytes}, of any length. */
    public void stage(Outbox target, byte[] bytes) {
        if (bytes.length <= CHUNK_BYTES) {
            stage(target, bytes.length).append(bytes);
            return;
        }
        for (int from = 0; from < bytes.length; from += CHUNK_BYTES) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + CHUNK_BYTES));
            stage(target, part.length).append(part);
        }
    }

    /**
     * Hands {@code [from, to)} of {@code source} to {@code target} behind what is staged for it: for messages too large
     * to stage. Only what the socket does not take is copied.
     */
    public void writeThrough(Outbox target, Chunk source, int from, int to) {
        flush(target);
        target.write(source, from, to, this);
        slowDown(target);
    }

    /**
     * Returns the chunk of {@code group} with room for {@code length} bytes more, or null if each member has to be
     * staged by itself in this turn. The caller counts the message in the chunk.
     */
    public @Nullable Chunk share(SharedChunk group, int length) {
        if (group.turn != turn) {
            open(group);
        }
        if (!group.open) {
            return null;
        }
        Chunk chunk = group.chunk;
        if (chunk != null && chunk.room() >= length) {
            return chunk;
        }
        if (chunk == null || length > CHUNK_BYTES) {
            close(group);
            return null;
        }
        flushShared(group, chunk);
        return chunk;
    }

    private void open(SharedChunk group) {
        group.turn = turn;
        if (openedCount == OPENED_MAX) {
            group.open = false;
            return;
        }
        for (Outbox member : group.members) {
            if (member.staged[loop] != null || member.shared[loop] != null) {
                group.open = false;
                return;
            }
        }
        for (Outbox member : group.members) {
            member.shared[loop] = group;
            slowDown(member);
        }
        group.open = true;
        group.chunk = pool.take();
        opened[openedCount++] = group;
    }

    private void close(SharedChunk group) {
        Chunk chunk = group.chunk;
        if (!group.open || chunk == null) {
            return;
        }
        group.open = false;
        group.chunk = null;
        for (Outbox member : group.members) {
            member.shared[loop] = null;
        }
        flushShared(group, chunk);
        pool.give(chunk);
    }

    private void flushShared(SharedChunk group, Chunk chunk) {
        if (chunk.written == 0) {
            return;
        }
        for (Outbox member : group.members) {
            member.write(chunk, 0, chunk.written, this);
            slowDown(member);
        }
        group.delivered(chunk.messages);
        chunk.reset();
    }

    private Chunk stageNew(Outbox target, int length) {
        if (dirtyCount == DIRTY_MAX) {
            flushAll();
        }
        dirty[dirtyCount++] = target;
        slowDown(target);
        return restage(target, length);
    }

    private Chunk restage(Outbox target, int length) {
        Chunk chunk = pool.takeFor(length);
        target.staged[loop] = chunk;
        return chunk;
    }

    private void slowDown(Outbox target) {
        if (target.isCongested() && producer != null) {
            producer.stalledBy(target);
        }
    }

    /** Hands over what was rendered for several if {@code target} is among them: only then is it counted. */
    public void settle(Outbox target) {
        SharedChunk shared = target.shared[loop];
        if (shared != null) {
            close(shared);
        }
    }

    /** Returns the empty chunk that what goes to a peer is sealed into; it is written at once. */
    Chunk sealed() {
        Chunk chunk = scratch();
        chunk.reset();
        return chunk;
    }

    /** Returns a chunk of {@link #SEALED_BYTES} for whatever is done with before the next flush. */
    public Chunk scratch() {
        Chunk chunk = sealed;
        if (chunk == null) {
            chunk = Chunk.allocate(SEALED_BYTES);
            sealed = chunk;
        }
        return chunk;
    }

    /** Sends what the target's {@link Seal} has to say of its own, behind what is staged. */
    public void flushSeal(Outbox target) {
        flush(target);
        target.flushSeal(this);
    }

    /** Flushes what is staged for one target. */
    public void flush(Outbox target) {
        settle(target);
        Chunk chunk = target.staged[loop];
        if (chunk != null) {
            // The target keeps its place in the dirty list: an empty chunk flushes to nothing.
            target.staged[loop] = pool.takeFor(0);
            target.flush(chunk, this);
        }
    }

    /** Ends the turn: everything staged goes to its socket or waits in its outbox. */
    public void flushAll() {
        for (int i = 0; i < openedCount; i++) {
            close(opened[i]);
        }
        Arrays.fill(opened, 0, openedCount, null);
        openedCount = 0;
        turn++;
        for (int i = 0; i < dirtyCount; i++) {
            Outbox target = dirty[i];
            Chunk chunk = target.staged[loop];
            target.staged[loop] = null;
            if (chunk != null) {
                target.flush(chunk, this);
            }
        }
        Arrays.fill(dirty, 0, dirtyCount, null);
        dirtyCount = 0;
    }

    /** Lets go of memory that a peak has left; called now and then when there is time. */
    public void trim() {
        pool.trim();
    }

    Chunk take(int bytes) {
        return pool.takeFor(bytes);
    }

    void give(Chunk chunk) {
        pool.give(chunk);
    }
}
