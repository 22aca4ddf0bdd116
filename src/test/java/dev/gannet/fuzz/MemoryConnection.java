package dev.gannet.fuzz;

import dev.gannet.base.Chunk;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.outbound.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a socket. It hands bytes to its client as a socket's transport does: what was not consumed comes
 * again, with more behind it.
 *
 * <p><b>Owner:</b> the test's thread.
 */
public final class MemoryConnection implements Transport, Sink {
    private static final byte[] NOTHING = {};

    private final MemoryServer server;
    private final Outbox outbox;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ServerFrames frames = new ServerFrames();
    private @Nullable Peer peer;
    private byte[] unfinished = NOTHING;
    private byte[] copied = NOTHING;
    private boolean paused;
    private boolean drainRequested;
    private boolean blocked;
    private @Nullable SplittableRandom trickle;
    private boolean ending;

    MemoryConnection(MemoryServer server) {
        this.server = server;
        this.outbox = new Outbox(1, server.pendingMax(), this);
    }

    void open(Peer served) {
        peer = served;
        served.opened();
    }

    /** Tells the client that it has held up its loop. */
    public void tookLong(long nanos) {
        peer().tookLong(nanos);
    }

    private Peer peer() {
        Peer served = peer;
        if (served == null) {
            throw new IllegalStateException("peer: none (expected: open was called)");
        }
        return served;
    }

    /** Hands {@code [from, to)} of {@code bytes} to the client as one read. */
    void receive(byte[] bytes, int from, int to) {
        if (ending) {
            return;
        }
        int before = unfinished.length;
        unfinished = Arrays.copyOf(unfinished, before + to - from);
        System.arraycopy(bytes, from, unfinished, before, to - from);
        if (!paused) {
            consume();
        }
    }

    public void receive(byte[] bytes) {
        receive(bytes, 0, bytes.length);
    }

    private void consume() {
        Chunk in = server.readBuffer;
        in.reset();
        in.append(unfinished);
        int position = peer().received(in, 0, in.written);
        if (!ending) {
            unfinished = Arrays.copyOfRange(unfinished, position, unfinished.length);
        }
    }

    /** The other side sends no more. */
    public void endInput() {
        if (!ending) {
            peer().inputEnded();
        }
    }

    public boolean isClosed() {
        return ending;
    }

    /** Returns how many bytes wait for the rest of their line or message. */
    int unfinishedBytes() {
        return unfinished.length;
    }

    /** Sets whether the socket takes nothing; when it does again, what waits is written. */
    public void block(boolean blocks) {
        blocked = blocks;
        if (!blocks) {
            drain();
        }
    }

    /** Lets the socket take no more than some bytes at a time from now on, and now and then none. */
    void trickle(long seed) {
        trickle = new SplittableRandom(seed);
    }

    /** Has the socket ask for what waits until nothing does. */
    void drain() {
        while (drainRequested && !ending && !blocked) {
            drainRequested = !outbox.drain(server.loop().staging());
        }
    }

    /** Returns what was sent since the last call, having checked that it is frames and nothing else. */
    public byte[] takeOutput() {
        byte[] bytes = output.toByteArray();
        output.reset();
        frames.check(bytes);
        return bytes;
    }

    /** Returns how many {@code PONG}s have come so far. */
    long pongs() {
        return frames.pongs();
    }

    @Override
    public LoopContext loop() {
        return server.loop();
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public String remoteHost() {
        return "127.0.0.1";
    }

    @Override
    public int remotePort() {
        return 1;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        if (!ending) {
            paused = false;
            consume();
        }
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void post(Runnable task) {
        server.post(task);
    }

    @Override
    public void close(long lingerNanos) {
        if (!ending) {
            ending = true;
            unfinished = NOTHING;
            server.loop().staging().flush(outbox);
            trickle = null; // What it is owed arrives, however slowly it reads.
            outbox.drain(server.loop().staging());
            outbox.close();
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        take(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        long taken = 0;
        for (int i = 0; i < count; i++) {
            taken += take(sources[i]);
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        return taken;
    }

    private int take(ByteBuffer source) {
        int length = blocked ? 0 : source.remaining();
        if (trickle != null) {
            length = Math.min(length, trickle.nextInt(4) == 0 ? 0 : trickle.nextInt(200));
        }
        if (copied.length < length) {
            copied = new byte[length];
        }
        source.get(copied, 0, length);
        output.write(copied, 0, length);
        return length;
    }

    @Override
    public void requestDrain() {
        drainRequested = true;
    }

    @Override
    public void failed(OutboxFailure failure) {
        server.post(() -> {
            if (!ending) {
                peer().outputFailed(failure);
            }
        });
    }
}
