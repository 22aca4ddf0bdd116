package dev.gannet.inprocess;

import dev.gannet.connection.ServerContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.net.EventLoops;
import dev.gannet.outbound.Outbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections for programs in the same JVM, in types of the JDK alone, so that a program can use it whose classes are
 * another class loader's (docs/adr/0020).
 *
 * <p>{@link #apply} is given what takes the server's bytes, and returns what takes the program's:
 *
 * <ul>
 *   <li>The consumer takes what it can of a buffer, by advancing the position. It is called by whoever sends something, one
 *       at a time; it neither waits, nor keeps the buffer, nor writes to the channel meanwhile. Where it has left something, the
 *       program writes an empty buffer to the channel once it can take more. A buffer that is empty when it comes says that
 *       the connection has ended; nothing comes after it.
 *   <li>The channel takes all of a buffer as one piece, whoever else writes. It waits while the server has much unread
 *       already, and throws {@link java.nio.channels.ClosedChannelException} when the connection has ended. To close it ends
 *       the connection.
 * </ul>
 *
 * <p><b>Owner:</b> whoever starts and stops the server; any thread makes connections.
 */
@Singleton
public final class InProcessConnections implements Function<Consumer<ByteBuffer>, WritableByteChannel> {
    private final EventLoops loops;
    private final ServerContext context;
    private final ThreadFactory threads;
    private final AtomicReference<@Nullable Open> open = new AtomicReference<>();
    private @Nullable InProcessLoop loop;

    /** What makes connections while there are any to be made. */
    private record Open(InProcessLoop loop, Function<Transport, Peer> peers) {}

    @Inject
    public InProcessConnections(EventLoops loops, ServerContext context, ThreadFactory threads) {
        this.loops = loops;
        this.context = context;
        this.threads = threads;
    }

    /** Has them be routed as those of the event loops are, which have started. */
    public void join() {
        loop = new InProcessLoop(post -> loops.join(EventLoops.Seat.IN_PROCESS, post), context.clock(), context.log());
    }

    /** From now on connections are made; {@code peers} makes what serves one. */
    public void open(Function<Transport, Peer> peers) {
        InProcessLoop joined = loop;
        if (joined != null) {
            open.set(new Open(joined, peers));
        }
    }

    /** No more connections are made. */
    public void close() {
        open.set(null);
    }

    /** Ends the loop when what it was told before is done. */
    public void stop() {
        close();
        InProcessLoop joined = loop;
        loop = null;
        if (joined != null) {
            joined.finish();
        }
    }

    /**
     * Makes a connection.
     *
     * @throws IllegalStateException if the server takes no connections now
     */
    @Override
    public WritableByteChannel apply(Consumer<ByteBuffer> receiver) {
        Open now = open.get();
        if (now == null) {
            throw new IllegalStateException("in-process connection: the server takes none (expected: it listens)");
        }
        // The thread is made by one of the server's own, or it would keep the classes of whoever asks.
        loops.post(0, router -> now.loop().startOnce(threads));
        InProcessTransport transport = new InProcessTransport(now.loop(), receiver, this::outbox);
        now.loop().post(() -> transport.open(now.peers().apply(transport)));
        return transport.input();
    }

    private Outbox outbox(InProcessTransport transport) {
        return new Outbox(loops.count(), context.config().limits().maxPendingBytes(), loops.pendingBudget(), transport);
    }
}
