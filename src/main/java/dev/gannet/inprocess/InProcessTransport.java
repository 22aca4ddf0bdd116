package dev.gannet.inprocess;

import dev.gannet.base.Chunk;
import dev.gannet.base.TimerQueue;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.outbound.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One in-process connection. What the program writes is read all at once; what it is sent goes to its receiver as it
 * comes.
 *
 * <p><b>Owner:</b> its loop, but for the methods of {@link Sink} and {@link ProgramInput.Listener}.
 */
final class InProcessTransport implements Transport, Sink, ProgramInput.Listener {
    private static final long STREAK_NANOS = TimeUnit.MICROSECONDS.toNanos(5);
    private static final int STREAK_MIN = 8;

    /** So often it is read once more from a program that has ended: more than it can have written before. */
    private static final int LAST_READS_MAX = 64;

    private final InProcessLoop loop;
    private @Nullable Consumer<ByteBuffer> receiver; // Null from when the outbox is closed: nobody uses it then.
    private final ProgramInput input;
    private final Outbox outbox;
    private final Runnable reading = this::read;
    private Chunk held = Chunk.allocate(ProgramInput.CHUNK_BYTES); // What was read and the peer has not taken yet.
    private @Nullable Peer peer;
    private int neededBytes;
    private boolean consuming;
    private TimerQueue.@Nullable Timer linger;
    private long writtenNanos; // These two are what some thread that wrote has seen: a guess is enough.
    private int streak;
    private volatile boolean refused; // The program has left something, and has not said since that it takes more.
    private boolean ending;
    private boolean closed;

    InProcessTransport(InProcessLoop loop, Consumer<ByteBuffer> receiver, Function<InProcessTransport, Outbox> outbox) {
        this.loop = loop;
        this.receiver = receiver;
        this.input = receiver instanceof ReadableByteChannel program
                ? new PulledInput(this, program)
                : new PushedInput(this);
        this.outbox = outbox.apply(this);
    }

    /** Begins to serve {@code served}. */
    void open(Peer served) {
        peer = served;
        loop.opened(this);
        served.opened();
        read();
    }

    /** Returns what the program writes to. */
    WritableByteChannel input() {
        return input;
    }

    // What the program does. Any thread.

    /**
     * Whoever writes now and then has it read here and now, which is the shortest way; whoever writes one after the other goes
     * on writing, and the loop's thread reads many at a time.
     */
    @Override
    public void written() {
        long now = loop.nanoTime();
        streak = now - writtenNanos < STREAK_NANOS ? streak + 1 : 0;
        writtenNanos = now;
        if (streak < STREAK_MIN) {
            loop.doOrPost(reading);
        } else {
            loop.post(reading);
        }
        if (refused) {
            takesMore();
        }
    }

    @Override
    public void takesMore() {
        refused = false;
        loop.post(this::drain);
    }

    @Override
    public void ended() {
        loop.post(() -> {
            for (int i = 0; i < LAST_READS_MAX && readMore(); i++) {
                // What was written before is still read.
            }
            Peer served = peer;
            if (served != null && !ending) {
                served.inputEnded();
            }
        });
    }

    // What the loop does.

    private void read() {
        readMore();
    }

    /** Returns whether there was anything. */
    private boolean readMore() {
        Peer served = peer;
        if (served == null || ending) {
            return false;
        }
        boolean done = false;
        try {
            Chunk in = input.take(ensureRoom(held));
            if (in != null) {
                held = in;
                consume(served);
            }
            done = true;
            return in != null;
        } finally {
            if (!done) {
                fail(served);
            }
        }
    }

    /** A failure of the server's own, which the loop logs. */
    private void fail(Peer served) {
        try {
            served.inputFailed();
        } finally {
            closeNow();
        }
    }

    /** Returns a chunk with what is in this one, into which the message fits of which it has a part. */
    private Chunk ensureRoom(Chunk chunk) {
        if (chunk.room() > 0 && chunk.capacity() >= neededBytes) {
            return chunk;
        }
        Chunk larger = Chunk.allocate(Math.max(neededBytes, chunk.capacity() * 2));
        larger.append(chunk, 0, chunk.written);
        return larger;
    }

    /** Has the peer take what it can; the rest waits for more. */
    private void consume(Peer served) {
        Chunk in = held;
        int limit = in.written;
        if (limit == 0 || limit < neededBytes || consuming) {
            return;
        }
        consuming = true;
        int position;
        try {
            position = served.received(in, 0, limit);
        } finally {
            consuming = false;
        }
        if (ending) {
            return;
        }
        int rest = limit - position;
        neededBytes = rest == 0 ? 0 : served.needed();
        in.reset();
        in.copy(in, position, 0, rest);
        in.written = rest;
        if (rest == 0 && in.capacity() > ProgramInput.UNREAD_BYTES_MAX) {
            held = Chunk.allocate(ProgramInput.CHUNK_BYTES);
        }
    }

    @Override
    public void pauseReading() {
        input.pause(true);
    }

    @Override
    public void resumeReading() {
        Peer served = peer;
        if (ending || served == null) {
            return;
        }
        input.pause(false);
        boolean done = false;
        try {
            consume(served);
            done = true;
        } finally {
            if (!done) {
                fail(served);
            }
        }
        loop.post(reading);
    }

    @Override
    public void readLittle(boolean little) {
        input.readLittle(little);
    }

    @Override
    public boolean isInProcess() {
        return true;
    }

    @Override
    public LoopContext loop() {
        return loop.context();
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    /** As nats-server calls it, whose in-process connections are pipes. */
    @Override
    public String remoteHost() {
        return "pipe";
    }

    @Override
    public int remotePort() {
        return 0;
    }

    @Override
    public void execute(Runnable task) {
        loop.post(task);
    }

    @Override
    public void post(Runnable task) {
        loop.post(task);
    }

    @Override
    public void close(long lingerNanos) {
        if (ending) {
            return;
        }
        ending = true;
        input.end();
        loop.context().staging().flush(outbox);
        if (lingerNanos == 0 || outbox.pendingBytes() == 0) {
            closeNow();
            return;
        }
        linger = TimerQueue.Timer.of(this::closeNow);
        loop.timers().set(linger, loop.context().nowNanos() + lingerNanos);
    }

    /** Ends it, whatever still waits. */
    void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        loop.closed(this);
        ending = true;
        input.end();
        if (linger != null) {
            loop.timers().cancel(linger);
        }
        outbox.close();
        Consumer<ByteBuffer> told = receiver;
        receiver = null; // Whoever remembers this client must not keep the program's classes.
        if (told != null) {
            told.accept(ByteBuffer.allocate(0));
        }
    }

    private void drain() {
        if (closed) {
            return;
        }
        if (outbox.pendingBytes() > 0) {
            refused = true; // What is left now is not told of again.
        }
        if (outbox.drain(loop.context().staging()) && ending) {
            closeNow();
        }
    }

    // What whoever sends to it does, under the outbox's lock.

    @Override
    public void write(ByteBuffer source) throws IOException {
        if (source.hasRemaining()) {
            give(source);
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        long given = 0;
        for (int i = 0; i < count; i++) {
            int before = sources[i].remaining();
            write(sources[i]);
            given += before - sources[i].remaining();
            if (sources[i].hasRemaining()) {
                return given;
            }
        }
        return given;
    }

    /** A receiver that fails is a connection that is broken, for whoever sends to it. */
    private void give(ByteBuffer source) throws IOException {
        Consumer<ByteBuffer> current = receiver;
        if (current == null) {
            return;
        }
        try {
            current.accept(source);
        } catch (RuntimeException | LinkageError e) {
            throw new IOException("in-process receiver: " + e, e);
        }
    }

    @Override
    public void requestDrain() {
        refused = true; // The receiver says when it takes more, or has just said it.
        loop.post(this::drain);
    }

    @Override
    public void failed(OutboxFailure failure) {
        loop.post(() -> {
            Peer served = peer;
            if (ending || served == null) {
                closeNow();
            } else {
                served.outputFailed(failure);
            }
        });
    }
}
