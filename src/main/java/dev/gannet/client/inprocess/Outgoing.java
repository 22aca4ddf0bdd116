package dev.gannet.client.inprocess;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a client has to send and the server has not read. The server is told of the first of it, and then reads all that there
 * is by then.
 *
 * <p><b>Hot path:</b> nothing here allocates once the memory is as large as what the server reads at a time. Any thread.
 */
final class Outgoing {
    /** Whoever sends waits while more than this is to be read; as much may be on its way to the server. */
    static final int UNREAD_BYTES_MAX = 256 * 1024;

    private static final int FIRST_BYTES = 4 * 1024;
    private static final byte[] PUB = {'P', 'U', 'B', ' '};
    private static final byte[] HPUB = {'H', 'P', 'U', 'B', ' '};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final int DIGITS_MAX = 10;

    /** Two numbers, spaces and ends of lines. */
    private static final int NUMBERS_BYTES = 2 * DIGITS_MAX + 8;

    private final ShortLock lock = new ShortLock();
    private final Room room = new Room();
    private byte[] filling = new byte[FIRST_BYTES]; // Guarded by the lock, as the next ones are.
    private int end;
    private boolean told;
    private boolean closed;
    private @Nullable WritableByteChannel server;
    private byte[] reading = new byte[FIRST_BYTES]; // What follows is the reader's, of whom there is one at a time.
    private int readBegin;
    private int readEnd;

    /** From now on the server is told, of what there is already too. */
    void connect(WritableByteChannel connected) throws IOException {
        lock.lock();
        try {
            server = connected;
            told = true;
        } finally {
            lock.unlock();
        }
        connected.write(NOTHING);
    }

    /**
     * Sends a message.
     *
     * @param reply null if no answer is expected
     * @param headers the block; empty if there is none
     */
    void publish(byte[] subject, byte @Nullable [] reply, byte[] headers, byte[] payload) throws IOException {
        byte[] verb = headers.length == 0 ? PUB : HPUB;
        int size = headers.length + payload.length;
        int most = verb.length + subject.length + (reply == null ? 0 : reply.length) + NUMBERS_BYTES + size;
        WritableByteChannel tells;
        lock.lock();
        try {
            ensureRoom(most);
            put(verb);
            put(subject);
            put(' ');
            if (reply != null) {
                put(reply);
                put(' ');
            }
            if (headers.length > 0) {
                number(headers.length);
                put(' ');
            }
            number(size);
            endLine();
            if (headers.length > 0) {
                put(headers);
            }
            put(payload);
            endLine();
            tells = tells();
        } finally {
            lock.unlock();
        }
        if (tells != null) {
            tells.write(NOTHING);
        }
    }

    /** Sends an operation without a payload. */
    void line(byte[] line) throws IOException {
        WritableByteChannel tells;
        lock.lock();
        try {
            ensureRoom(line.length);
            put(line);
            tells = tells();
        } finally {
            lock.unlock();
        }
        if (tells != null) {
            tells.write(NOTHING);
        }
    }

    /** Returns the server if it is to be told; not with the lock, for it may read at once. */
    private @Nullable WritableByteChannel tells() {
        if (told) {
            return null;
        }
        told = server != null;
        return server;
    }

    private void ensureRoom(int bytes) throws IOException {
        if (filling.length - end < bytes || closed) {
            makeRoom(bytes);
        }
    }

    private void makeRoom(int bytes) throws IOException {
        while (!closed && end > 0 && end + bytes > UNREAD_BYTES_MAX) {
            long seen = room.expected();
            lock.unlock();
            try {
                room.await(seen);
            } finally {
                lock.lock();
            }
        }
        if (closed) {
            throw new ClosedChannelException();
        }
        if (filling.length < end + bytes) {
            filling = Arrays.copyOf(filling, Math.max(end + bytes, Math.min(UNREAD_BYTES_MAX, filling.length * 2)));
        }
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, filling, end, bytes.length);
        end += bytes.length;
    }

    private void put(char c) {
        filling[end++] = (byte) c;
    }

    private void endLine() {
        put('\r');
        put('\n');
    }

    private void number(int value) {
        int digits = 1;
        for (int limit = 10; digits < DIGITS_MAX && value >= limit; limit *= 10) {
            digits++;
        }
        int rest = value;
        for (int i = end + digits - 1; i >= end; i--) {
            filling[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        end += digits;
    }

    // What the server does.

    /** Gives what fits; the server comes again while all of its memory is filled. */
    int read(ByteBuffer target) {
        int before = target.remaining();
        while (target.hasRemaining() && (readBegin < readEnd || swap())) {
            int count = Math.min(target.remaining(), readEnd - readBegin);
            target.put(reading, readBegin, count);
            readBegin += count;
        }
        return before - target.remaining();
    }

    /** Takes what was sent, and gives the memory of what has been read for more of it; returns whether there was anything. */
    private boolean swap() {
        lock.lock();
        try {
            told = end > 0;
            byte[] read = reading.length > UNREAD_BYTES_MAX ? new byte[FIRST_BYTES] : reading;
            reading = filling;
            filling = read;
            readBegin = 0;
            readEnd = end;
            end = 0;
            return told;
        } finally {
            lock.unlock();
            room.made();
        }
    }

    /** Nothing can be sent any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            server = null;
            filling = Arrays.copyOf(filling, 0);
            end = 0;
        } finally {
            lock.unlock();
            room.made();
        }
    }

    /** Where those wait for whom there is no room. */
    private static final class Room {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition made = lock.newCondition();
        private final AtomicLong times = new AtomicLong();
        private volatile boolean isExpected;

        /** Somebody is going to wait; returns what {@link #await} is to be told. */
        long expected() {
            long seen = times.get(); // First, or what is made now might be taken for what is expected.
            isExpected = true;
            return seen;
        }

        /** Waits until room has been made since then. */
        void await(long seen) throws InterruptedIOException {
            lock.lock();
            try {
                while (times.get() == seen) {
                    made.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the server has too much unread");
            } finally {
                lock.unlock();
            }
        }

        void made() {
            if (!isExpected) {
                return;
            }
            lock.lock();
            try {
                isExpected = false;
                times.incrementAndGet();
                made.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
