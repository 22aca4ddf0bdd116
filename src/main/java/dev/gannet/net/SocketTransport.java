package dev.gannet.net;

import dev.gannet.base.Chunk;
import dev.gannet.base.IpAddress;
import dev.gannet.base.TimerQueue;
import dev.gannet.connection.tls.EncryptionListener;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.outbound.Sink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One socket on its event loop. Reads go to the loop's buffer; what was not consumed of one waits here for the next.
 * Writes come from any loop through the {@link Outbox}.
 *
 * <p>An end comes in order: what is staged and what waits goes out first, bounded in time, and what the other side still
 * sends is read and dropped, since closing a socket with unread input destroys what was sent last.
 *
 * <p><b>Owner:</b> its event loop, but for the methods of {@link Sink}.
 */
final class SocketTransport implements Transport, Sink {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(2); // As the reference has it.
    private static final int DISCARDS_MAX = 16;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Outbox outbox;
    private final String remoteHost;
    private final int remotePort;
    private final TransportSettings.Encryption encryption;
    private @Nullable TlsStream tls;
    private @Nullable SelectionKey key;
    private @Nullable Peer peer;
    private @Nullable Chunk unfinished;
    private int neededBytes;
    private int readBytes = EventLoop.READ_BYTES;
    private int heldBytes;
    private final LongSupplier writeDeadlineNanos;
    private @Nullable WriteDeadline deadline;
    private TimerQueue.@Nullable Timer linger;
    private boolean ending;
    private boolean resetting;
    private boolean closed;

    SocketTransport(EventLoop loop, SocketChannel channel, TransportSettings settings) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.outbox = new Outbox(settings.loops(), settings.pendingMax(), settings.budget(), this);
        this.writeDeadlineNanos = settings.writeDeadlineNanos();
        this.encryption = settings.encryption();
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        this.remoteHost = remote == null
                ? ""
                : IpAddress.of(remote.getAddress().getAddress()).toString();
        this.remotePort = remote == null ? 0 : remote.getPort();
    }

    /** Begins to serve {@code peer} on this socket. */
    void open(Peer served) throws IOException {
        peer = served;
        key = loop.register(channel, SelectionKey.OP_READ, this);
        served.opened();
    }

    /** Handles what the selector found. */
    void ready(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            drain();
        }
        if ((operations & SelectionKey.OP_READ) != 0 && !ending) {
            read();
        }
    }

    private void read() {
        Chunk rest = unfinished;
        if (tls != null && tls.isWorking()) {
            clear(SelectionKey.OP_READ); // Set again when the handshake goes on.
            return;
        }
        try {
            if (rest != null && rest.written + 1 > EventLoop.CARRIED_BYTES_MAX) {
                readMore(rest);
                return;
            }
            Chunk in = loop.readBuffer();
            int start = 0;
            if (rest != null) {
                start = rest.written;
                in.copy(rest, 0, 0, start);
            }
            int count = fill(in, start, start + (tls == null ? readBytes : EventLoop.READ_BYTES));
            if (count > 0 && !ending) {
                consume(in, start + count);
            }
        } catch (IOException e) {
            inputFailed(e);
            return;
        }
        endWithPeer();
    }

    private void inputFailed(IOException e) {
        if (ending) {
            return;
        }
        if (tls == null || tls.isEstablished()) {
            loop.readFailed(e);
            served().inputFailed();
        } else {
            tls.fail(e);
        }
    }

    /** With TLS the other side says that it sends no more. */
    private void endWithPeer() {
        if (tls != null && tls.hasEnded() && !ending) {
            served().inputEnded();
        }
    }

    @Override
    public void encrypt(EncryptionListener listener) {
        TlsContext current = encryption.current().get();
        if (current == null) {
            throw new IllegalStateException("encrypt: no TLS context (expected: set before it is asked for)");
        }
        tls = new TlsStream(this, loop, current, encryption.tasks(), listener);
    }

    /** The handshake can go on. */
    void readOn() {
        TlsStream stream = tls;
        if (stream == null || ending) {
            return;
        }
        set(SelectionKey.OP_READ);
        try {
            Chunk in = loop.readBuffer();
            int count = stream.resume(in);
            if (count > 0 && !ending) {
                consume(in, count);
            }
        } catch (IOException e) {
            inputFailed(e);
            return;
        }
        endWithPeer();
    }

    /** Reads on in the buffer that a long message is gathered in, which grows as the bytes arrive, not as announced. */
    private void readMore(Chunk gathered) throws IOException {
        Chunk buffer = gathered;
        if (buffer.room() < (tls == null ? 1 : TlsStream.READ_ROOM)) {
            buffer = loop.inputBuffers().take(buffer.capacity() * 2);
            buffer.append(gathered, 0, gathered.written);
            loop.inputBuffers().give(gathered);
            keep(buffer);
            if (closed) {
                return;
            }
        }
        int count = fill(buffer, buffer.written, buffer.capacity());
        if (count > 0) {
            buffer.written += count;
            if (buffer.written >= neededBytes) {
                consume(buffer, buffer.written);
            }
        }
    }

    private int fill(Chunk in, int from, int to) throws IOException {
        int count;
        if (tls != null) {
            count = tls.read(channel, in, from, to);
        } else {
            try {
                count = channel.read(in.forRead(from, to));
            } finally {
                in.done();
            }
        }
        if (count < 0) {
            served().inputEnded();
        }
        return count;
    }

    private void consume(Chunk in, int limit) {
        boolean isPlain = tls == null;
        long began = System.nanoTime();
        int position = served().received(in, 0, limit);
        long took = System.nanoTime() - began;
        if (took >= LONG_NANOS) {
            served().tookLong(took);
        }
        if (ending) {
            return;
        }
        if (isPlain && tls != null) {
            tls.offer(in, position, limit);
            position = limit;
        }
        Chunk before = unfinished;
        int rest = limit - position;
        neededBytes = rest == 0 ? 0 : served().needed();
        if (in == before && position == 0) {
            return; // Nothing was consumed: it stays where it is.
        }
        Chunk kept = null;
        if (rest > 0) {
            kept = loop.inputBuffers().take(rest);
            kept.append(in, position, rest);
        }
        if (before != null) {
            loop.inputBuffers().give(before);
        }
        keep(kept);
        if (isPlain && tls != null) {
            readOn();
        }
    }

    /** Sets what waits for the rest of its message; the transport may be closed afterwards. */
    private void keep(@Nullable Chunk kept) {
        int before = heldBytes;
        unfinished = kept;
        heldBytes = kept == null ? 0 : kept.capacity();
        loop.inputBuffers().held(this, before, heldBytes);
    }

    /** Ends it because all have too much of their input waiting, and this one has had it waiting for longest. */
    void giveUp() {
        loop.giveUp(this);
    }

    Peer served() {
        Peer served = peer;
        if (served == null) {
            throw new IllegalStateException("peer: none (expected: set when the socket is opened)");
        }
        return served;
    }

    private void drain() {
        boolean isDone = outbox.drain(loop.context().staging());
        if (deadline != null) {
            deadline.wrote();
        }
        if (isDone) {
            clear(SelectionKey.OP_WRITE);
            if (deadline != null) {
                loop.context().timers().cancel(deadline);
            }
            if (ending && !resetting) {
                closeNow();
            }
        }
    }

    private void set(int operation) {
        SelectionKey current = key;
        if (current != null && current.isValid()) {
            current.interestOpsOr(operation);
        }
    }

    private void clear(int operation) {
        SelectionKey current = key;
        if (current != null && current.isValid()) {
            current.interestOpsAnd(~operation);
        }
    }

    boolean isEnding() {
        return ending;
    }

    @Override
    public LoopContext loop() {
        return loop.context();
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public String remoteHost() {
        return remoteHost;
    }

    @Override
    public int remotePort() {
        return remotePort;
    }

    @Override
    public void pauseReading() {
        clear(SelectionKey.OP_READ);
    }

    @Override
    public void resumeReading() {
        if (ending) {
            return;
        }
        set(SelectionKey.OP_READ);
        Chunk rest = unfinished;
        if (rest != null && rest.written >= neededBytes) {
            consume(rest, rest.written);
        }
    }

    @Override
    public void readLittle(boolean little) {
        readBytes = little ? EventLoop.READ_LITTLE_BYTES : EventLoop.READ_BYTES;
    }

    /** Returns how much is read at a time. */
    int readBytes() {
        return readBytes;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
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
        clear(SelectionKey.OP_READ);
        loop.context().staging().flush(outbox);
        if (tls != null) {
            tls.close();
        }
        if (lingerNanos == 0 || (outbox.pendingBytes() == 0 && !resetting)) {
            closeNow();
            return;
        }
        linger = TimerQueue.Timer.of(this::closeNow);
        loop.context().timers().set(linger, loop.context().nowNanos() + lingerNanos);
    }

    @Override
    public void reset(long lingerNanos) {
        resetting = true;
        close(lingerNanos);
    }

    /** Ends the socket after a failure of the server's own, without a word. */
    void abort() {
        Peer served = peer;
        if (served != null && !ending) {
            served.inputFailed();
        }
        closeNow();
    }

    private void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        ending = true;
        if (linger != null) {
            loop.context().timers().cancel(linger);
        }
        if (deadline != null) {
            loop.context().timers().cancel(deadline);
        }
        Chunk rest = unfinished;
        if (rest != null) {
            keep(null);
            loop.inputBuffers().give(rest);
        }
        if (tls != null) {
            tls.release();
        }
        outbox.close();
        try {
            if (resetting) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } else {
                discardInput();
            }
            channel.close();
        } catch (IOException e) {
            loop.closeFailed(e);
        }
    }

    private void discardInput() {
        Chunk buffer = loop.discardBuffer();
        try {
            int count = 1;
            for (int i = 0; i < DISCARDS_MAX && count > 0; i++) {
                count = channel.read(buffer.forRead(0, buffer.capacity()));
                buffer.done();
            }
        } catch (IOException e) {
            buffer.done();
            loop.closeFailed(e);
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        channel.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        return channel.write(sources, 0, count);
    }

    @Override
    public void requestDrain() {
        loop.post(this::awaitWritable);
    }

    private void awaitWritable() {
        if (closed) {
            return;
        }
        set(SelectionKey.OP_WRITE);
        if (deadline == null) {
            deadline = new WriteDeadline(this, writeDeadlineNanos);
        }
        deadline.check(loop.context().nowNanos());
    }

    @Override
    public void failed(OutboxFailure failure) {
        loop.post(() -> {
            if (!ending) {
                served().outputFailed(failure);
            } else {
                closeNow();
            }
        });
    }
}
