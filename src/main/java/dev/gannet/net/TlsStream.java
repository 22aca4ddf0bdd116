package dev.gannet.net;

import dev.gannet.base.Chunk;
import dev.gannet.connection.tls.EncryptionListener;
import dev.gannet.connection.tls.TlsFacts;
import dev.gannet.connection.tls.TlsFailure;
import dev.gannet.connection.tls.TlsFailure.Kind;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Seal;
import dev.gannet.outbound.Staging;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS on one socket: the handshake, then records. What is read is decrypted straight into the loop's read buffer; what is
 * written is encrypted once per flush. Of a record that has not come to its end, what is there is kept.
 *
 * <p><b>Owner:</b> the socket's event loop, but for {@link #seal}, which any loop calls under the outbox's lock. While
 * expensive steps of the handshake are computed elsewhere, nothing is read.
 *
 * <p><b>Units:</b> bytes.
 */
final class TlsStream implements Seal {
    /** What the JVM wants to have room for before it makes a record. */
    private static final int RECORD_MAX = 17 * 1024;

    /** How much room there must be to read into: what is kept of a record, another one, and what the JVM wants. */
    static final int READ_ROOM = 3 * RECORD_MAX;

    /** How much is read at a time before the handshake is over. */
    private static final int HANDSHAKE_READ_MAX = 16 * 1024;

    private static final int OWN_RECORDS_MAX = 16;
    private static final byte HANDSHAKE_RECORD = 0x16;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketTransport transport;
    private final EventLoop loop;
    private final Outbox outbox;
    private final TlsContext context;
    private final TlsTasks tasks;
    private final EncryptionListener listener;
    private @Nullable SSLEngine engine; // There is none before the other side has begun.
    private @Nullable Chunk carried;
    private boolean working;
    private boolean established;
    private boolean renegotiable;
    private boolean ended;
    private boolean closed;

    TlsStream(
            SocketTransport transport,
            EventLoop loop,
            TlsContext context,
            TlsTasks tasks,
            EncryptionListener listener) {
        this.transport = transport;
        this.loop = loop;
        this.outbox = transport.outbox();
        this.context = context;
        this.tasks = tasks;
        this.listener = listener;
    }

    boolean isEstablished() {
        return established;
    }

    /** Returns whether a step of the handshake is computed elsewhere, so that nothing may be read. */
    boolean isWorking() {
        return working;
    }

    /** Returns whether the other side has said that it sends no more. */
    boolean hasEnded() {
        return ended;
    }

    /** Takes what was read before it was known to be TLS. */
    void offer(Chunk in, int from, int limit) {
        if (from == limit) {
            return;
        }
        Chunk kept = loop.inputBuffers().take(limit - from);
        kept.append(in, from, limit - from);
        carried = kept;
    }

    /**
     * Reads once, and decrypts what is whole into {@code [from, to)} of {@code in}.
     *
     * @return how many bytes that gave, or -1 at the end
     */
    int read(SocketChannel channel, Chunk in, int from, int to) throws IOException {
        Chunk cipher = loop.cipherBuffer();
        int held = takeCarried(cipher);
        // The JVM wants room for a whole record behind the last one too, before it looks whether there is another.
        int room = to - from - RECORD_MAX;
        int most = held + (established ? transport.readBytes() : HANDSHAKE_READ_MAX);
        int limit = established ? Math.min(Math.min(cipher.capacity(), room), most) : most;
        int count;
        try {
            count = channel.read(cipher.forRead(held, limit));
        } finally {
            cipher.done();
        }
        if (count < 0 && !established) {
            throw new EOFException(engine == null && held == 0 ? "EOF" : "unexpected EOF");
        }
        return count < 0 ? -1 : decrypt(cipher, held + count, in, from, to);
    }

    /** Goes on with what has been read already; as {@link #read}. */
    int resume(Chunk in) throws IOException {
        Chunk cipher = loop.cipherBuffer();
        return decrypt(cipher, takeCarried(cipher), in, 0, in.capacity());
    }

    private int takeCarried(Chunk cipher) {
        Chunk kept = carried;
        if (kept == null) {
            return 0;
        }
        int held = kept.written;
        cipher.copy(kept, 0, 0, held);
        carried = null;
        loop.inputBuffers().give(kept);
        return held;
    }

    private int decrypt(Chunk cipher, int limit, Chunk in, int from, int to) throws IOException {
        if (limit == 0 && engine == null) {
            return 0;
        }
        if (engine == null) {
            if (cipher.byteAt(0) != HANDSHAKE_RECORD) {
                throw new NotTlsException();
            }
            engine = context.newEngine();
        }
        int consumed;
        int end;
        try {
            unwrapAll(engine, cipher.forWrite(0, limit), in.forRead(from, to));
        } finally {
            consumed = cipher.done();
            end = in.done();
        }
        if (consumed < limit && !closed) {
            offer(cipher, consumed, limit);
        }
        return end - from;
    }

    private void unwrapAll(SSLEngine ssl, ByteBuffer source, ByteBuffer target) throws IOException {
        while (!ended && !closed) {
            if (!established && !stepped(ssl)) {
                return;
            }
            if (!source.hasRemaining()) {
                return;
            }
            SSLEngineResult result = ssl.unwrap(source, target);
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> {
                    return;
                }
                case BUFFER_OVERFLOW -> throw new IOException("TLS: a record larger than its room");
                case CLOSED -> ended = true;
                default -> received(ssl, result);
            }
        }
    }

    private void received(SSLEngine ssl, SSLEngineResult result) throws IOException {
        HandshakeStatus status = result.getHandshakeStatus();
        if (!established) {
            if (status == HandshakeStatus.FINISHED) {
                finish(ssl);
            }
            return;
        }
        if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
            return;
        }
        if (renegotiable) {
            throw new SSLException("renegotiation refused");
        }
        for (Runnable task = ssl.getDelegatedTask(); task != null; task = ssl.getDelegatedTask()) {
            task.run(); // New keys are asked for: a matter of microseconds.
        }
        loop.context().staging().flushSeal(outbox);
    }

    /** Does what the handshake needs before it can read on; returns whether it can. */
    private boolean stepped(SSLEngine ssl) throws IOException {
        while (!established) {
            switch (ssl.getHandshakeStatus()) {
                case NEED_TASK -> {
                    work(ssl);
                    return false;
                }
                case NEED_WRAP -> {
                    if (say(ssl) == HandshakeStatus.FINISHED) {
                        finish(ssl);
                    }
                }
                default -> {
                    return true;
                }
            }
        }
        return true;
    }

    /** Sends one record of the handshake, as it comes from the engine. */
    private HandshakeStatus say(SSLEngine ssl) throws IOException {
        Staging staging = loop.context().staging();
        Chunk record = staging.scratch();
        SSLEngineResult result;
        int length;
        try {
            result = ssl.wrap(NOTHING, record.forRead(0, record.capacity()));
        } finally {
            length = record.done();
        }
        staging.stage(outbox, record.bytes(0, length));
        return result.getHandshakeStatus();
    }

    private void finish(SSLEngine ssl) throws IOException {
        for (int i = 0; i < OWN_RECORDS_MAX && ssl.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
            say(ssl); // Tickets, for a shorter handshake next time.
        }
        established = true;
        SSLSession session = ssl.getSession();
        TlsFacts facts = new TlsFacts(
                session.getProtocol().replace("TLSv", ""), session.getCipherSuite(), peerCertificates(session));
        if (context.forgetsSessions()) {
            session.invalidate();
        }
        renegotiable = facts.version().equals("1.2");
        loop.context().staging().flush(outbox);
        outbox.seal(this);
        listener.encrypted(facts);
    }

    private static List<X509Certificate> peerCertificates(SSLSession session) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // It showed none.
        }
        return certificates;
    }

    /** Has the next step of the handshake computed elsewhere. */
    private void work(SSLEngine ssl) throws IOException {
        List<Runnable> steps = new ArrayList<>(1);
        for (Runnable task = ssl.getDelegatedTask(); task != null; task = ssl.getDelegatedTask()) {
            steps.add(task);
        }
        working = true;
        try {
            Runnable all = () -> {
                try {
                    steps.forEach(Runnable::run);
                } finally {
                    loop.post(this::worked);
                }
            };
            if (context.asksAuthorities()) {
                tasks.executeWaiting(all);
            } else {
                tasks.execute(all);
            }
        } catch (RejectedExecutionException e) {
            working = false;
            throw new SSLException("too many handshakes at the same time", e);
        }
    }

    private void worked() {
        working = false;
        if (!closed) {
            transport.readOn();
        }
    }

    @Override
    public int seal(Chunk source, int from, int to, Chunk target) throws IOException {
        SSLEngine ssl = engine;
        if (ssl == null || (from == to && ssl.getHandshakeStatus() != HandshakeStatus.NEED_WRAP)) {
            return to;
        }
        ByteBuffer clear = from == to ? NOTHING : source.forWrite(from, to);
        ByteBuffer record = target.forRead(target.written, target.capacity());
        int end = to;
        try {
            boolean more = true;
            while (more && record.remaining() >= RECORD_MAX) {
                SSLEngineResult result = ssl.wrap(clear, record);
                if (clear.hasRemaining() && result.getStatus() != SSLEngineResult.Status.OK) {
                    throw new SSLException("wrap: " + result.getStatus());
                }
                more = clear.hasRemaining()
                        || (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && result.bytesProduced() > 0);
            }
        } finally {
            target.written = target.done();
            if (from != to) {
                end = source.done();
            }
        }
        return end;
    }

    /** The handshake has failed. */
    void fail(IOException e) {
        listener.notEncrypted(failure(e));
    }

    /** Says why to the other side, as far as the protocol has a word for it, and returns what our own is told. */
    private TlsFailure failure(IOException e) {
        SSLEngine ssl = engine;
        if (e instanceof NotTlsException) {
            return new TlsFailure(TlsErrors.NOT_TLS, Kind.PLAIN_PEER);
        }
        if (e instanceof EOFException) {
            return new TlsFailure(String.valueOf(e.getMessage()), Kind.HANDSHAKE);
        }
        if (ssl != null && e instanceof SSLException) {
            try {
                for (int i = 0; i < OWN_RECORDS_MAX && ssl.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
                    say(ssl);
                }
            } catch (IOException again) {
                loop.closeFailed(again); // It was said, or cannot be.
            }
        }
        return new TlsFailure(e instanceof SSLException ? TlsErrors.text(e) : e.getMessage() + "", Kind.HANDSHAKE);
    }

    /** Tells the other side that nothing more comes, behind what is staged. */
    void close() {
        SSLEngine ssl = engine;
        if (ssl != null && established) {
            ssl.closeOutbound();
            loop.context().staging().flushSeal(outbox);
        }
    }

    /** Lets go of what it holds. */
    void release() {
        closed = true;
        Chunk kept = carried;
        if (kept != null) {
            carried = null;
            loop.inputBuffers().give(kept);
        }
    }

    /** The first bytes are no TLS. */
    private static final class NotTlsException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
