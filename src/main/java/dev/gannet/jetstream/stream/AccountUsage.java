package dev.gannet.jetstream.stream;

import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one account take in a shard, or those of all, and how much they may.
 *
 * <p><b>Owner:</b> who applies the entries of the shard.
 */
final class AccountUsage {
    private static final long UNLIMITED = -1;

    private final @Nullable AccountUsage server;
    private long maxBytes = UNLIMITED;
    private long bytes;
    private long held;

    /** @param server what all accounts take together, or null for that itself */
    AccountUsage(@Nullable AccountUsage server) {
        this.server = server;
    }

    long bytes() {
        return bytes;
    }

    long maxBytes() {
        return maxBytes;
    }

    void limit(long newMaxBytes) {
        maxBytes = newMaxBytes;
    }

    /** Counts what is stored, or with a minus what is gone. */
    void add(long more) {
        bytes += more;
        if (server != null) {
            server.add(more);
        }
    }

    /** Returns why so much more cannot be stored, or null (ST-97). */
    @Nullable
    ApiError refusal(long more) {
        if (server != null && server.isExceededBy(more)) {
            return ErrorCode.INSUFFICIENT_RESOURCES.error();
        }
        return isExceededBy(more) ? ErrorCode.ACCOUNT_RESOURCES_EXCEEDED.error() : null;
    }

    /** Returns whether so much more can be stored whatever becomes of what is held. */
    boolean hasRoom(long more) {
        return (server == null || server.hasRoom(more)) && !isExceededBy(held + more);
    }

    /** Entries wait that may store so much; with a minus, not any more. */
    void hold(long more) {
        held += more;
        if (server != null) {
            server.hold(more);
        }
    }

    private boolean isExceededBy(long more) {
        return maxBytes >= 0 && bytes + more > maxBytes;
    }
}
