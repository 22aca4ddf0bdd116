package dev.gannet.outbound;

/** Why an outbox takes no more bytes. */
public enum OutboxFailure {
    /** More bytes wait than {@code max_pending} allows (CP-193). */
    PENDING_BYTES,

    /** The socket refused a write: the peer is gone. */
    WRITE_ERROR
}
