package dev.gannet.monitor.jetstream;

import java.time.Instant;

/**
 * One consumer at one moment.
 *
 * @param isDurable whether it stays when nobody uses it
 * @param isDirect whether it is there for another stream, and not shown among those of clients
 * @param configJson its configuration as the API shows it
 * @param json all of it, as the API shows it
 * @param delivered the sequence of what was sent last, the stream's and its own
 * @param ackFloor up to where everything is done, likewise
 * @param ackPending how many messages are sent and not done
 * @param redelivered how many of those were sent more than once
 * @param waiting how many requests wait for messages
 * @param pending how many messages were not sent yet
 */
public record ConsumerSnapshot(
        String name,
        Instant created,
        boolean isDurable,
        boolean isDirect,
        String description,
        String configJson,
        String json,
        Place delivered,
        Place ackFloor,
        long ackPending,
        long redelivered,
        long waiting,
        long pending) {
    /** A place in the stream, and among what the consumer has sent. */
    public record Place(long streamSeq, long consumerSeq) {}
}
