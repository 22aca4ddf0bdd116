package dev.gannet.connection.tls;

/**
 * Why a handshake failed.
 *
 * @param text what the log says, in nats-server's words where it has some
 * @param kind who is to blame
 */
public record TlsFailure(String text, Kind kind) {
    /** Who it was. */
    public enum Kind {
        /** Somebody who does not speak TLS: a client without it, or whoever looks what is there. */
        PLAIN_PEER,

        /** Anything else. */
        HANDSHAKE
    }
}
