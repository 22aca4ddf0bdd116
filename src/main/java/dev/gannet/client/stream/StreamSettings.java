package dev.gannet.client.stream;

import java.time.Duration;
import java.util.List;

/**
 * What a method says of the stream that it is called for.
 *
 * @param subjects none for all
 * @param ackWait zero for the server's own
 * @param maxDeliveries 0 for no bound
 * @param backoff at least one
 * @param deadLetter empty for none
 */
public record StreamSettings(
        String stream,
        String consumer,
        List<String> subjects,
        boolean create,
        boolean update,
        boolean onlyNew,
        Duration ackWait,
        int concurrency,
        int maxDeliveries,
        List<Duration> backoff,
        String deadLetter,
        List<Class<? extends Throwable>> hopeless) {
    public StreamSettings {
        subjects = List.copyOf(subjects);
        backoff = List.copyOf(backoff);
        hopeless = List.copyOf(hopeless);
        check(!stream.isBlank(), "stream: empty (expected: its name)");
        check(!consumer.isBlank(), "consumer: empty (expected: its durable name)");
        check(!ackWait.isNegative(), "ackWaitMillis: " + ackWait.toMillis() + " (expected: 0 or more)");
        check(concurrency > 0, "concurrency: " + concurrency + " (expected: 1 or more)");
        check(maxDeliveries >= 0, "maxDeliveries: " + maxDeliveries + " (expected: 0 or more)");
        check(!backoff.isEmpty(), "backoffMillis: empty (expected: at least one)");
        check(backoff.stream().noneMatch(Duration::isNegative), "backoffMillis: negative (expected: 0 or more)");
    }

    private static void check(boolean isRight, String mistake) {
        if (!isRight) {
            throw new IllegalArgumentException(mistake);
        }
    }

    /** When a message comes again that has failed so often. */
    Duration backoffAfter(long deliveries) {
        return backoff.get((int) Math.min(Math.max(deliveries, 1), backoff.size()) - 1);
    }

    boolean isLast(long deliveries) {
        return maxDeliveries > 0 && deliveries >= maxDeliveries;
    }

    /** Says whether it was sent more often than it is tried: the last call never ended, with its process perhaps. */
    boolean isBeyondLast(long deliveries) {
        return maxDeliveries > 0 && deliveries > maxDeliveries;
    }

    boolean isHopeless(Throwable failure) {
        return hopeless.stream().anyMatch(type -> type.isInstance(failure));
    }

    @Override
    public String toString() {
        return "consumer " + consumer + " of stream " + stream;
    }
}
