package dev.gannet.jetstream.config.consumer;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer is told to be (CO-1 to CO-39), checked and with all that was not said. Durations are nanoseconds;
 * sequences are unsigned; -1 is no limit everywhere. What comes from a client is a {@link ConsumerDraft} before.
 *
 * @param name by which it is known among the consumers of its stream; of those who have not said one, the one it got
 * @param durable the same as the name, or empty: then it goes when nobody uses it
 * @param isNameSaid whether the name is shown among the settings (CO-2)
 * @param filters of subjects; empty is all
 * @param hasFilterList whether the filters are shown as a list, also if there is one
 * @param push where messages are sent by themselves, or null: then they are asked for
 * @param headersOnly whether payloads stay where they are (CO-76)
 * @param inactiveThresholdNanos after which it goes when nobody uses it; 0 is never
 * @param replicas 0 is as many as the stream has
 * @param sampleFrequency of how many acknowledgements in a hundred is told, as it was written; empty is of none
 * @param memory whether what it knows of deliveries need not last
 * @param direct whether it is not shown (CO-25), as is one for {@code sourcing}
 * @param pauseUntil when it goes on, or null
 * @param metadata what users say of it; sorted
 */
public record ConsumerConfig(
        String name,
        String durable,
        boolean isNameSaid,
        String description,
        Start start,
        Acking acking,
        List<String> filters,
        boolean hasFilterList,
        ReplayPolicy replay,
        @Nullable Push push,
        Pull pull,
        Priority priority,
        boolean headersOnly,
        String sampleFrequency,
        long inactiveThresholdNanos,
        int replicas,
        boolean memory,
        boolean direct,
        boolean sourcing,
        @Nullable Instant pauseUntil,
        SortedMap<String, String> metadata) {
    public ConsumerConfig {
        filters = List.copyOf(filters);
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /**
     * Where it begins.
     *
     * @param seq of {@link DeliverPolicy#BY_START_SEQUENCE}; otherwise 0
     * @param time of {@link DeliverPolicy#BY_START_TIME}; otherwise null
     */
    public record Start(
            DeliverPolicy policy, long seq, @Nullable OffsetDateTime time) {}

    /**
     * When a message is done, and what happens until then.
     *
     * @param waitNanos after which it is sent again; 0 is never
     * @param maxDeliver how often it is sent at most; -1 is any number
     * @param backoffNanos the times after which it is sent again, one delivery after the other; empty is {@code waitNanos}
     * @param maxPending how many may be sent and not done; -1 is any number
     */
    public record Acking(AckPolicy policy, long waitNanos, long maxDeliver, List<Long> backoffNanos, long maxPending) {
        public Acking {
            backoffNanos = List.copyOf(backoffNanos);
        }
    }

    /**
     * How messages are sent by themselves.
     *
     * @param group of queue subscribers, or empty
     * @param idleHeartbeatNanos after which it is told that there is nothing; 0 is never
     * @param rateLimitBitsPerSecond 0 is any
     */
    public record Push(
            String deliverSubject,
            String group,
            boolean flowControl,
            long idleHeartbeatNanos,
            long rateLimitBitsPerSecond) {}

    /** What requests may ask for; 0 is no limit, but of {@code maxWaiting}, which is how many may wait. */
    public record Pull(long maxWaiting, long maxBatch, long maxExpiresNanos, long maxBytes) {
        public static final Pull NONE = new Pull(0, 0, 0, 0);
    }

    /** Which requests are served first (CO-28 to CO-30). */
    public record Priority(PriorityPolicy policy, List<String> groups, long timeoutNanos) {
        public static final Priority NONE = new Priority(PriorityPolicy.NONE, List.of(), 0);

        public Priority {
            groups = List.copyOf(groups);
        }
    }

    /** Returns whether messages are asked for. */
    public boolean isPull() {
        return push == null;
    }

    /** Returns of how many acknowledgements in a hundred is told (CO-97). */
    public int samplePercent() {
        return sampleFrequency.isEmpty() ? 0 : (int) ConsumerDraft.percent(sampleFrequency);
    }

    /** Returns whether it is shown among its stream's consumers (CO-66). */
    public boolean isShown() {
        return !direct;
    }

    /** Returns whether it counts as one of its stream's consumers, of which there is a number at most (CO-32). */
    public boolean isCounted() {
        return !direct && !sourcing;
    }

    /** Returns it to be changed. */
    public ConsumerDraft draft() {
        return new ConsumerDraft(this);
    }

    /** Returns the same with other metadata. */
    public ConsumerConfig withMetadata(Map<String, String> other) {
        ConsumerDraft draft = draft();
        draft.metadata = new TreeMap<>(other);
        return draft.finish();
    }
}
