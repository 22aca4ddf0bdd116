package dev.gannet.client.inprocess;

import dev.gannet.api.MessagingException;
import dev.gannet.client.NoServerException;
import io.nats.client.Options;
import io.nats.client.api.ServerInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server in this JVM, from its beginning to its end. Any thread writes; what comes is read by the
 * server's loops, which never wait here.
 */
final class InProcessLink implements FrameReader.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What the server has of a connection: it gives what it sends, and reads what it is sent. */
    private record Ends(InProcessLink link, Outgoing outgoing) implements Consumer<ByteBuffer>, ReadableByteChannel {
        @Override
        public void accept(ByteBuffer in) {
            link.take(in);
        }

        @Override
        public int read(ByteBuffer target) {
            return outgoing.read(target);
        }

        @Override
        public boolean isOpen() {
            return !link.hasEnded();
        }

        @Override
        public void close() {
            outgoing.close();
        }
    }

    /** What is told of what comes. Nothing of it waits. */
    interface Listener {
        void message(InProcessLink link, int sid, InProcessMessage.Parts parts);

        /** The connection has ended. */
        void ended(InProcessLink link);
    }

    private final Listener listener;
    private final Executor executor;
    private final Outgoing outgoing = new Outgoing();
    private final FrameReader reader = new FrameReader(this);
    private final CompletableFuture<ServerInfo> greeting = new CompletableFuture<>();
    private final Queue<CompletableFuture<Void>> pings = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable String> error = new AtomicReference<>();
    private final AtomicReference<@Nullable WritableByteChannel> channel = new AtomicReference<>();
    private final AtomicReference<@Nullable ServerInfo> server = new AtomicReference<>();

    private InProcessLink(Listener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    /**
     * Connects and logs in.
     *
     * @throws MessagingException if that is not possible; it says why
     */
    static InProcessLink open(InProcessServer server, Options options, Listener listener, Executor executor) {
        InProcessLink link = new InProcessLink(listener, executor);
        boolean isOpen = false;
        try {
            WritableByteChannel opened = server.connect(new Ends(link, link.outgoing));
            link.channel.set(opened);
            link.outgoing.connect(opened);
            link.login(options);
            isOpen = true;
            return link;
        } catch (IllegalStateException e) {
            throw new NoServerException("the server in this JVM takes no connections now: " + e.getMessage());
        } catch (ClosedChannelException e) {
            throw new MessagingException("cannot connect to the server in this JVM: " + link.reason(), e);
        } catch (IOException e) {
            throw new MessagingException("cannot connect to the server in this JVM: " + e.getMessage(), e);
        } finally {
            if (!isOpen) {
                link.close();
            }
        }
    }

    private void login(Options options) throws IOException {
        ServerInfo info = await(greeting);
        server.set(info);
        String connect = options.buildProtocolConnectOptionsString(
                        "nats://pipe:0", info.isAuthRequired(), info.getNonce())
                .toString();
        send(Frames.line("CONNECT " + connect));
        flush();
    }

    /** Returns when the server has done what it was sent. */
    void flush() throws IOException {
        CompletableFuture<Void> pong = new CompletableFuture<>();
        pings.add(pong);
        boolean sent = false;
        try {
            send(Frames.line("PING"));
            sent = true;
        } finally {
            if (!sent && !pings.removeIf(each -> each == pong)) {
                pong(); // It was taken for another one's, whose turn it is.
            }
        }
        await(pong);
    }

    private <T> T await(CompletableFuture<T> awaited) throws IOException {
        try {
            return awaited.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + PATIENCE.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(reason(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Returns what the server said last, or that it ended the connection. */
    private String reason() {
        String said = error.get();
        return said == null ? "the connection has ended" : said;
    }

    /** Sends an operation without a payload. */
    void send(byte[] line) throws IOException {
        try {
            outgoing.line(line);
        } catch (ClosedChannelException e) {
            throw new IOException(reason(), e);
        }
    }

    /** Sends a message; see {@link Outgoing#publish}. */
    void publish(byte[] subject, byte @Nullable [] reply, byte[] headers, byte[] payload) throws IOException {
        try {
            outgoing.publish(subject, reply, headers, payload);
        } catch (ClosedChannelException e) {
            throw new IOException(reason(), e);
        }
    }

    /** Returns the most bytes that a message may have, with its headers. */
    long payloadMax() {
        ServerInfo info = server.get();
        return info == null ? Long.MAX_VALUE : info.getMaxPayload();
    }

    private void take(ByteBuffer in) {
        if (!in.hasRemaining()) {
            end();
            return;
        }
        try {
            reader.read(in);
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void end() {
        channel.set(null);
        outgoing.close();
        IOException ended = new IOException(reason());
        greeting.completeExceptionally(ended);
        for (CompletableFuture<Void> ping = pings.poll(); ping != null; ping = pings.poll()) {
            ping.completeExceptionally(ended);
        }
        listener.ended(this);
    }

    @Override
    public void message(int sid, String subject, @Nullable String reply, byte[] headers, byte[] payload) {
        listener.message(this, sid, new InProcessMessage.Parts(subject, reply, headers, payload));
    }

    @Override
    public void info(String json) {
        ServerInfo info = new ServerInfo(json);
        if (!greeting.complete(info)) {
            server.set(info);
        }
    }

    @Override
    public void ping() {
        // It must not be answered at once: whoever sends to us holds what the answer would go through.
        executor.execute(this::pongNow);
    }

    private void pongNow() {
        try {
            send(Frames.line("PONG"));
        } catch (IOException e) {
            System.getLogger("dev.gannet.client").log(System.Logger.Level.DEBUG, "PONG: {0}", e.getMessage());
        }
    }

    @Override
    public void pong() {
        CompletableFuture<Void> ping = pings.poll();
        if (ping != null) {
            ping.complete(null);
        }
    }

    @Override
    public void error(String text) {
        error.set(text);
    }

    boolean hasEnded() {
        return channel.get() == null;
    }

    void close() {
        WritableByteChannel current = channel.get();
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                throw new MessagingException("closing: " + e.getMessage(), e);
            }
        }
    }
}
