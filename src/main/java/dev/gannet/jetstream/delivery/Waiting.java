package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.delivery.said.Asker;
import dev.gannet.jetstream.delivery.said.PullRequest;
import dev.gannet.jetstream.delivery.said.PullRequest.PullPriority;

/**
 * A request that waits for messages.
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Units:</b> times are nanoseconds of the loop's clock.
 */
final class Waiting {
    private static final long NEVER = Long.MAX_VALUE;

    private final byte[] reply;
    private final Asker asker;
    private final PullRequest request;
    private final long expiryNanos;
    private long left;
    private long leftBytes;
    private boolean isBegun;
    private long heartbeatNanos;

    Waiting(byte[] reply, Asker asker, PullRequest request, long nowNanos) {
        this.reply = reply;
        this.asker = asker;
        this.request = request;
        this.left = request.batch();
        this.leftBytes = request.maxBytes();
        this.expiryNanos = request.expiresNanos() == 0 ? NEVER : nowNanos + request.expiresNanos();
        rest(nowNanos);
    }

    /** Returns where the messages go. */
    byte[] reply() {
        return reply;
    }

    Asker asker() {
        return asker;
    }

    PullPriority priority() {
        return request.priority();
    }

    boolean isNoWait() {
        return request.noWait();
    }

    boolean expires() {
        return expiryNanos != NEVER;
    }

    boolean isExpired(long nowNanos) {
        return expiryNanos != NEVER && nowNanos - expiryNanos >= 0;
    }

    /** Returns how many messages are still wanted. */
    long left() {
        return left;
    }

    /** Returns how many bytes may still be sent, if there is a limit. */
    long leftBytes() {
        return leftBytes;
    }

    /** Returns whether a message was sent to it. */
    boolean isBegun() {
        return isBegun;
    }

    /** Returns whether a message of this size fits. */
    boolean hasRoom(long size) {
        return request.maxBytes() <= 0 || size <= leftBytes;
    }

    /** A message is sent. Returns whether it was the last. */
    boolean take(long size) {
        isBegun = true;
        left--;
        if (request.maxBytes() > 0) {
            leftBytes -= size;
            if (leftBytes == 0) {
                left = 0; // CO-130
            }
        }
        return left <= 0;
    }

    /** From now on it is quiet. */
    void rest(long nowNanos) {
        heartbeatNanos = request.heartbeatNanos() == 0 ? NEVER : nowNanos + request.heartbeatNanos();
    }

    boolean isHeartbeatDue(long nowNanos) {
        return heartbeatNanos != NEVER && nowNanos - heartbeatNanos >= 0;
    }

    /** Returns when something is to be done, or {@link Long#MAX_VALUE}. */
    long dueNanos() {
        return Math.min(expiryNanos, heartbeatNanos);
    }
}
