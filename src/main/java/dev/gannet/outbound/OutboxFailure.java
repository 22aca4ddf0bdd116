package dev.gannet.outbound;

/** Why an outbox takes no more bytes. */
public enum OutboxFailure {
    /** More bytes wait than {@code max_pending} allows (CP-193). */
    PENDING_BYTES,

    /** More bytes wait for all peers together than the server has memory for, and for this one more than its share. */
    PENDING_BYTES_OF_ALL,

    /** The socket refused a write: the peer is gone. */
    WRITE_ERROR
}
