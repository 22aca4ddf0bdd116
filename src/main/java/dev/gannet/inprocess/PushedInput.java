package dev.gannet.inprocess;

import dev.gannet.base.Chunk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a program has written and the server has not read. It gathers in one chunk until the loop takes that, and gives
 * another one for it. Any thread writes.
 *
 * <p><b>Hot path:</b> {@link #write} allocates nothing once the chunks are as large as what is written at a time.
 */
final class PushedInput implements ProgramInput {
    /** Like {@link #UNREAD_BYTES_MAX}, for whom nobody knows yet, or who has to wait. */
    static final int UNREAD_LITTLE_BYTES = 8 * 1024;

    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private Chunk filling = Chunk.allocate(CHUNK_BYTES); // Guarded by the lock, as all below.
    private int unreadMax = UNREAD_BYTES_MAX;
    private boolean told;
    private boolean paused;
    private boolean closed;

    PushedInput(Listener listener) {
        this.listener = listener;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        if (length == 0) {
            listener.takesMore();
            return 0;
        }
        boolean tells;
        lock.lock();
        try {
            awaitRoom(length);
            ensureRoom(length);
            filling.append(source, source.position(), length);
            source.position(source.limit());
            tells = !told && !paused;
            told |= tells;
        } finally {
            lock.unlock();
        }
        if (tells) {
            listener.written();
        }
        return length;
    }

    private void awaitRoom(int length) throws IOException {
        try {
            while (!closed && filling.written > 0 && filling.written + length > unreadMax) {
                room.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the server has too much unread");
        }
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private void ensureRoom(int length) {
        Chunk full = filling;
        if (full.room() < length) {
            int doubled = Math.min(UNREAD_BYTES_MAX, full.capacity() * 2);
            filling = Chunk.allocate(Math.max(full.written + length, doubled));
            filling.append(full, 0, full.written);
        }
    }

    @Override
    public boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** What was written before is still read. */
    @Override
    public void close() {
        listener.ended();
    }

    // What the loop does.

    @Override
    public @Nullable Chunk take(Chunk held) {
        lock.lock();
        try {
            told = false;
            if (paused || filling.written == 0) {
                return null;
            }
            room.signalAll();
            return held.written == 0 ? swap(held) : join(held);
        } finally {
            lock.unlock();
        }
    }

    private Chunk swap(Chunk empty) {
        Chunk taken = filling;
        filling = empty;
        return taken;
    }

    private Chunk join(Chunk held) {
        Chunk joined = held;
        if (held.room() < filling.written) {
            joined = Chunk.allocate(Math.max(held.written + filling.written, held.capacity() * 2));
            joined.append(held, 0, held.written);
        }
        joined.append(filling, 0, filling.written);
        filling.reset();
        return joined;
    }

    @Override
    public void pause(boolean pauses) {
        lock.lock();
        try {
            paused = pauses;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void readLittle(boolean little) {
        lock.lock();
        try {
            unreadMax = little ? UNREAD_LITTLE_BYTES : UNREAD_BYTES_MAX;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
