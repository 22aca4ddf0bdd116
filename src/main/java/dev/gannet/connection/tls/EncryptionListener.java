package dev.gannet.connection.tls;

/** Who waits for the end of a handshake. Called on the connection's event loop. */
public interface EncryptionListener {
    /** The handshake is over; from now on what is received was encrypted. */
    void encrypted(TlsFacts facts);

    /** The handshake failed. */
    void notEncrypted(TlsFailure failure);
}
