package dev.gannet.jetstream;

import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as it was at one moment (CO-174). Times are nanoseconds since 1970; 0 is never.
 *
 * @param delivered what was sent last
 * @param ackFloor up to where everything is done
 * @param ackPending how many messages are sent and not done
 * @param redelivered how many of those were sent more than once
 * @param waiting how many requests wait for messages
 * @param pending how many messages were not sent yet
 * @param isBound whether somebody takes what is sent by itself
 * @param pausedUntil when it goes on, or null if it does not pause
 * @param pins whom groups are bound to
 */
public record ConsumerView(
        String stream,
        ConsumerConfig config,
        long createdNanos,
        Place delivered,
        Place ackFloor,
        long ackPending,
        long redelivered,
        long waiting,
        long pending,
        boolean isBound,
        @Nullable Instant pausedUntil,
        List<Pin> pins) {
    /** A place among what a consumer has sent, and among what the stream has. */
    public record Place(long consumerSeq, long streamSeq, long lastActiveNanos) {}

    /** Whom a group is bound to; {@code id} is empty for nobody. */
    public record Pin(String group, String id, long sinceNanos) {}
}
