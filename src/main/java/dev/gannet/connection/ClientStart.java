package dev.gannet.connection;

import dev.gannet.base.Chunk;
import dev.gannet.base.TimerQueue;
import dev.gannet.config.TlsConfig;
import dev.gannet.connection.tls.EncryptionListener;
import dev.gannet.connection.tls.PinnedCerts;
import dev.gannet.connection.tls.TlsFacts;
import dev.gannet.connection.tls.TlsFailure;
import dev.gannet.connection.tls.TlsFailure.Kind;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.WireError;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a client before it is served: it is counted, told who the server is, and its connection encrypted, in
 * the order that the settings ask for (CP-25..32).
 *
 * <p><b>Owner:</b> the client's event loop; monitoring threads ask what the handshake agreed on.
 */
final class ClientStart implements EncryptionListener {
    private static final byte HANDSHAKE = 0x16; // What TLS begins with, and nothing that a client says otherwise.

    private enum Phase {
        /** Nothing has begun. */
        MADE,

        /** Who begins with the handshake is waited for, so INFO has not been sent. */
        HANDSHAKE_AWAITED,

        /** Both kinds of clients are welcome: the first byte tells. */
        FIRST_BYTE_AWAITED,

        /** The handshake is going on. */
        ENCRYPTING,

        /** The client is served. */
        OVER
    }

    private final Client client;
    private final ServerContext server;
    private final ClientInfo info;
    private final @Nullable TlsConfig config;
    private final boolean allowsNonTls;
    private final TimerQueue.@Nullable Timer timeout;
    private Phase phase = Phase.MADE;
    private boolean infoSent;
    private boolean isUnauthenticated;
    private volatile @Nullable TlsFacts tls;
    private volatile boolean tlsFirst;

    ClientStart(Client client, ClientInfo info) {
        this.client = client;
        this.server = client.server();
        this.info = info;
        this.config = client.transport().isInProcess() ? null : server.config().tls();
        this.allowsNonTls = server.config().allowNonTls();
        this.timeout = config == null ? null : TimerQueue.Timer.of(this::late);
    }

    /** The connection is made: it is counted, and told who the server is unless the handshake comes first. */
    void greet() {
        boolean admitted = server.clients().add(client);
        client.trace().debug("Client connection created");
        if (config == null || !config.handshakeFirst().isOn()) {
            infoSent = true;
            info.greet();
        }
        isUnauthenticated = true;
        client.transport().readLittle(true);
        boolean awaited =
                server.unauthenticated().enter(server.config().logins().maxUnauthenticated());
        if (!admitted) {
            client.ending().turnAway(WireError.MAXIMUM_CONNECTIONS, CloseReason.MAXIMUM_CONNECTIONS);
        } else if (!awaited) {
            server.counters().countUnauthenticatedRefused();
            client.output().error(WireError.MAXIMUM_CONNECTIONS.text());
            client.trace().repeatedError("maximum unauthenticated connections exceeded");
            client.close(CloseReason.MAXIMUM_CONNECTIONS);
        }
    }

    /** It has shown who it is, or need not, or is gone, if that {@code isDone}. */
    void authenticated(boolean isDone) {
        if (isUnauthenticated && isDone) {
            isUnauthenticated = false;
            server.unauthenticated().leave();
        }
    }

    /** Its address is known: it is encrypted and then served. */
    void begin() {
        if (client.isClosed()) {
            return;
        }
        if (config == null) {
            serve();
        } else if (infoSent) {
            awaitFirstByte(config);
        } else if (config.handshakeFirst().fallback().isZero()) {
            encrypt(config);
        } else {
            phase = Phase.HANDSHAKE_AWAITED;
            setTimeout(config.handshakeFirst().fallback().toNanos());
        }
    }

    private void awaitFirstByte(TlsConfig rules) {
        if (!allowsNonTls) {
            encrypt(rules);
            return;
        }
        phase = Phase.FIRST_BYTE_AWAITED;
        setTimeout(rules.timeout().toNanos());
    }

    private void encrypt(TlsConfig rules) {
        if (!server.handshakes().allows(rules.connectionRateLimit())) {
            client.output().error(WireError.THROTTLED.text());
            client.close(CloseReason.MAXIMUM_CONNECTIONS);
            return;
        }
        phase = Phase.ENCRYPTING;
        client.trace().debug("Starting TLS client connection handshake");
        setTimeout(rules.timeout().toNanos());
        client.transport().encrypt(this);
    }

    private void serve() {
        phase = Phase.OVER;
        client.serve();
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** The first bytes have come, or more of them; returns whether they are the client's and not the handshake's. */
    boolean isOverWith(Chunk in, int from) {
        TlsConfig rules = config;
        if (rules == null) {
            return true;
        }
        if (phase == Phase.HANDSHAKE_AWAITED) {
            encrypt(rules);
        } else if (phase == Phase.FIRST_BYTE_AWAITED) {
            if (in.byteAt(from) == HANDSHAKE) {
                encrypt(rules);
            } else {
                cancel();
                serve();
            }
        }
        return isOver();
    }

    @Override
    public void encrypted(TlsFacts facts) {
        cancel();
        tls = facts;
        if (!PinnedCerts.allow(rules().pinnedCerts(), facts)) {
            notEncrypted(new TlsFailure("certificate not pinned", Kind.HANDSHAKE));
            return;
        }
        if (!infoSent) {
            infoSent = true;
            tlsFirst = true;
            info.greetEncrypted();
        }
        serve();
        client.trace().debug("TLS handshake complete");
        client.trace().debug("TLS version " + facts.version() + ", cipher suite " + facts.cipherSuite());
    }

    @Override
    public void notEncrypted(TlsFailure failure) {
        String text = "TLS handshake error: " + failure.text();
        if (failure.kind() == Kind.PLAIN_PEER) {
            client.trace().debug(text);
            client.output().error(WireError.TLS_REQUIRED.text()); // It would not understand an alert.
        } else {
            client.trace().error(text);
        }
        client.close(CloseReason.TLS_HANDSHAKE);
    }

    private TlsConfig rules() {
        if (config == null) {
            throw new IllegalStateException("tls: none (expected: some, since a handshake was begun)");
        }
        return config;
    }

    private void setTimeout(long nanos) {
        if (timeout != null) {
            client.loop().timers().set(timeout, client.loop().nowNanos() + nanos);
        }
    }

    /** Stops the clock. */
    void cancel() {
        if (timeout != null) {
            client.loop().timers().cancel(timeout);
        }
    }

    /** Nobody begins, or nobody finishes what was begun. */
    private void late() {
        switch (phase) {
            case HANDSHAKE_AWAITED -> {
                infoSent = true;
                info.greet();
                awaitFirstByte(rules());
            }
            case FIRST_BYTE_AWAITED -> serve();
            default -> {
                client.trace().debug("TLS handshake timeout");
                client.close(CloseReason.TLS_HANDSHAKE);
            }
        }
    }

    /** Returns what the handshake agreed on, or null if the connection is not encrypted. */
    @Nullable
    TlsFacts tls() {
        return tls;
    }

    boolean isTlsFirst() {
        return tlsFirst;
    }
}
