package dev.gannet.outbound;

import dev.gannet.base.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are the same for several peers in the current turn of one loop, rendered once: deliveries to
 * subscriptions with one sid. The buffer is written to each member's socket; only what a socket does not take is
 * copied.
 *
 * <p>Order is kept by one rule: before a member gets anything else in the same turn, the chunk is flushed to all
 * members and the group stays closed until the next turn.
 *
 * <p><b>Owner:</b> the loop whose plan it belongs to.
 */
public abstract class SharedChunk {
    final Outbox[] members;

    @Nullable
    Chunk chunk;

    long turn; // The turn in which it was last opened or refused.
    boolean open;

    /** Makes a group of {@code members}, which are distinct. */
    protected SharedChunk(Outbox[] members) {
        this.members = members;
    }

    /** Tells that {@code messages} more messages went to every member. */
    protected abstract void delivered(int messages);
}
