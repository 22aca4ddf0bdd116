package dev.gannet.net;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections on one address and hands them to the event loops in turn.
 *
 * <p><b>Owner:</b> the first event loop.
 */
final class Listener {
    private static final int BACKLOG = 4096;
    private static final int ACCEPTS_MAX = 64; // In one turn, so that a storm of connections leaves time for messages.
    private static final long PAUSE_MIN_NANOS = MILLISECONDS.toNanos(10); // CP-23
    private static final long PAUSE_MAX_NANOS = MILLISECONDS.toNanos(1000);

    private final EventLoop[] loops;
    private final ServerSocketChannel channel;
    private final TransportSettings settings;
    private final Function<Transport, Peer> peers;
    private final ServerLog log;
    private final Resume resume = new Resume(this);
    private @Nullable SelectionKey key;
    private int next;
    private long pauseNanos = PAUSE_MIN_NANOS;

    Listener(
            EventLoop[] loops,
            InetSocketAddress address,
            TransportSettings settings,
            Function<Transport, Peer> peers,
            ServerLog log)
            throws IOException {
        this.loops = loops;
        this.settings = settings;
        this.peers = peers;
        this.log = log;
        this.channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Begins to accept; on the first event loop. */
    void open() throws IOException {
        key = loops[0].register(channel, SelectionKey.OP_ACCEPT, this);
    }

    void ready() {
        for (int i = 0; i < ACCEPTS_MAX; i++) {
            SocketChannel accepted;
            try {
                accepted = channel.accept();
                pauseNanos = PAUSE_MIN_NANOS;
            } catch (IOException e) {
                pause(e);
                return;
            }
            if (accepted == null) {
                return;
            }
            EventLoop loop = loops[next++ % loops.length];
            loop.execute(() -> serve(loop, accepted));
        }
    }

    private void serve(EventLoop loop, SocketChannel accepted) {
        try {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketTransport transport = new SocketTransport(loop, accepted, settings);
            transport.open(peers.apply(transport));
        } catch (IOException e) {
            log.debug("connection gone before it was served: " + e);
            try {
                accepted.close();
            } catch (IOException again) {
                log.debug("close: " + again);
            }
        }
    }

    /** Out of descriptors, most likely: tries again a little later instead of spinning. */
    private void pause(IOException e) {
        SelectionKey current = key;
        if (!channel.isOpen() || current == null || !current.isValid()) {
            return;
        }
        log.error("Temporary Client Accept Error (" + e.getMessage() + "), sleeping " + NANOSECONDS.toMillis(pauseNanos)
                + "ms");
        current.interestOps(0);
        loops[0].context().timers().set(resume, loops[0].context().nowNanos() + pauseNanos);
        pauseNanos = Math.min(PAUSE_MAX_NANOS, pauseNanos * 2);
    }

    private static final class Resume extends TimerQueue.Timer {
        private final Listener listener;

        Resume(Listener listener) {
            this.listener = listener;
        }

        @Override
        protected void fire(long nowNanos) {
            SelectionKey key = listener.key;
            if (key != null && key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
    }

    /** Stops accepting and frees the port. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.error("listener: close: " + e);
        }
    }
}
