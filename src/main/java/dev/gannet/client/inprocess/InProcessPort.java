package dev.gannet.client.inprocess;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What carries the bytes of a blocking client to a server in the same JVM instead of a socket.
 *
 * <p>What the server sends waits here in at most {@value #UNREAD_BYTES} bytes; the rest waits at the server, which ends the
 * connection of a client that is too slow. Any thread.
 */
public final class InProcessPort {
    static final int UNREAD_BYTES = 256 * 1024;

    private final AtomicReference<@Nullable WritableByteChannel> channel = new AtomicReference<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final ByteBuffer unread = ByteBuffer.allocate(UNREAD_BYTES).flip(); // Guarded by the lock, as all below.
    private boolean refused;
    private boolean ended;

    /** Connects to {@code server}, which is null if there is none. */
    public void connect(@Nullable InProcessServer server) throws IOException {
        if (server == null) {
            throw new IOException("no server in this JVM");
        }
        try {
            channel.set(server.connect(this::take));
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Takes what there is room for; called by the server's loops. */
    private void take(ByteBuffer source) {
        lock.lock();
        try {
            if (source.hasRemaining()) {
                append(source);
                refused = source.hasRemaining();
            } else {
                ended = true;
            }
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    private void append(ByteBuffer source) {
        if (unread.capacity() - unread.limit() < source.remaining() && unread.position() > 0) {
            unread.compact().flip();
        }
        int length = Math.min(source.remaining(), unread.capacity() - unread.limit());
        int end = unread.limit();
        unread.limit(end + length);
        unread.put(end, source, source.position(), length);
        source.position(source.position() + length);
    }

    /** Waits for bytes, and returns how many there were, or -1 at the end. */
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        boolean asks;
        lock.lock();
        try {
            while (!unread.hasRemaining() && !ended) {
                arrival.await();
            }
            count = Math.min(length, unread.remaining());
            if (count == 0) {
                return -1;
            }
            unread.get(target, offset, count);
            asks = refused;
            refused = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the server");
        } finally {
            lock.unlock();
        }
        if (asks) {
            connected().write(ByteBuffer.allocate(0));
        }
        return count;
    }

    /** Sends the first {@code length} bytes. */
    public void write(byte[] source, int length) throws IOException {
        connected().write(ByteBuffer.wrap(source, 0, length));
    }

    private WritableByteChannel connected() throws IOException {
        WritableByteChannel current = channel.get();
        if (current == null) {
            throw new IOException("not connected");
        }
        return current;
    }

    /** Nothing more is read. */
    public void shutdownInput() {
        lock.lock();
        try {
            ended = true;
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    public void close() throws IOException {
        shutdownInput();
        WritableByteChannel current = channel.getAndSet(null);
        if (current != null) {
            current.close();
        }
    }
}
