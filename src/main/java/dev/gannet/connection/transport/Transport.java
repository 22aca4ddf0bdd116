package dev.gannet.connection.transport;

import dev.gannet.connection.tls.EncryptionListener;
import dev.gannet.outbound.Outbox;

/** What carries the bytes of one {@link Peer}: mostly a socket. But for {@link #execute} and {@link #post} it is used on its event loop only. */
public interface Transport {
    LoopContext loop();

    Outbox outbox();

    /** Returns the peer's address without the port. */
    String remoteHost();

    int remotePort();

    /** Returns the address that INFO tells the client as its own; empty while that is not known (CP-70). */
    default String clientIp() {
        return remoteHost();
    }

    /** Returns whether the client is in this JVM and nothing is between it and the server: no socket, and no TLS (CP-31). */
    default boolean isInProcess() {
        return false;
    }

    /** Reads nothing until {@link #resumeReading}; what has arrived waits in the kernel. */
    void pauseReading();

    /** Reads again, beginning with what was read before but not consumed. */
    void resumeReading();

    /**
     * Says whether only little is read at a time, so that little is kept of whoever is not read to the end: somebody whom
     * nobody knows yet, or who has to wait.
     */
    default void readLittle(boolean little) {
        // What has no input of its own has nothing to keep.
    }

    /** Runs {@code task} on the event loop: at once if called there, else soon. Any thread. */
    void execute(Runnable task);

    /** Runs {@code task} on the event loop soon, but never at once, so never in the middle of a message. Any thread. */
    void post(Runnable task);

    /**
     * Begins to encrypt, as the side that was connected to: what was not consumed yet is the handshake's beginning.
     *
     * @param listener is told when the handshake is over
     */
    default void encrypt(EncryptionListener listener) {
        throw new UnsupportedOperationException("encrypt: nothing to encrypt here");
    }

    /**
     * Ends the connection. Nothing is read any more.
     *
     * @param lingerNanos how long what is on its way may still take; zero drops it
     */
    void close(long lingerNanos);

    /**
     * Ends the connection of a peer that sends what nobody will read: a socket is reset, after {@code lingerNanos} in
     * which the peer can read what it was told.
     */
    default void reset(long lingerNanos) {
        close(lingerNanos);
    }
}
