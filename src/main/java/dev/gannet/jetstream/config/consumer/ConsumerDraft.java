package dev.gannet.jetstream.config.consumer;

import dev.gannet.base.Quoted;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Acking;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Priority;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Pull;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Push;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Start;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ConsumerConfig} while it is made. What nobody says has the value that it has in a request that does not say it;
 * what comes from a client may have anything in it.
 *
 * <p><b>Owner:</b> who makes it. Who gets one in a request copies it before it changes anything.
 */
public final class ConsumerDraft {
    public String name = "";
    public String durable = "";
    public boolean isNameSaid;
    public String description = "";
    public DeliverPolicy deliverPolicy = DeliverPolicy.ALL;
    public long startSeq;
    public @Nullable OffsetDateTime startTime;
    public AckPolicy ackPolicy = AckPolicy.NONE;
    public long ackWaitNanos;
    public long maxDeliver;
    public List<Long> backoffNanos = new ArrayList<>();
    public String filter = "";
    public List<String> filters = new ArrayList<>();
    public ReplayPolicy replay = ReplayPolicy.INSTANT;
    public long rateLimitBitsPerSecond;
    public String sampleFrequency = "";
    public long maxWaiting;
    public long maxPending;
    public boolean flowControl;
    public boolean headersOnly;
    public long maxBatch;
    public long maxExpiresNanos;
    public long maxBytes;
    public String deliverSubject = "";
    public String deliverGroup = "";
    public long idleHeartbeatNanos;
    public long inactiveThresholdNanos;
    public long replicas;
    public boolean memory;
    public boolean direct;
    public boolean sourcing;
    public SortedMap<String, String> metadata = new TreeMap<>();
    public @Nullable OffsetDateTime pauseUntil;
    public List<String> priorityGroups = new ArrayList<>();
    public PriorityPolicy priorityPolicy = PriorityPolicy.NONE;
    public long priorityTimeoutNanos;

    public ConsumerDraft() {}

    /** Begins with what another one is. */
    ConsumerDraft(ConsumerConfig config) {
        name = config.name();
        durable = config.durable();
        isNameSaid = config.isNameSaid();
        description = config.description();
        deliverPolicy = config.start().policy();
        startSeq = config.start().seq();
        startTime = config.start().time();
        acking(config.acking());
        if (config.hasFilterList()) {
            filters = new ArrayList<>(config.filters());
        } else if (!config.filters().isEmpty()) {
            filter = config.filters().get(0);
        }
        replay = config.replay();
        sampleFrequency = config.sampleFrequency();
        headersOnly = config.headersOnly();
        maxWaiting = config.pull().maxWaiting();
        maxBatch = config.pull().maxBatch();
        maxExpiresNanos = config.pull().maxExpiresNanos();
        maxBytes = config.pull().maxBytes();
        if (config.push() != null) {
            push(config.push());
        }
        inactiveThresholdNanos = config.inactiveThresholdNanos();
        replicas = config.replicas();
        memory = config.memory();
        direct = config.direct();
        sourcing = config.sourcing();
        metadata = new TreeMap<>(config.metadata());
        pauseUntil = config.pauseUntil() == null ? null : config.pauseUntil().atOffset(ZoneOffset.UTC);
        priorityGroups = new ArrayList<>(config.priority().groups());
        priorityPolicy = config.priority().policy();
        priorityTimeoutNanos = config.priority().timeoutNanos();
    }

    private void acking(Acking acking) {
        ackPolicy = acking.policy();
        ackWaitNanos = acking.waitNanos();
        maxDeliver = acking.maxDeliver();
        backoffNanos = new ArrayList<>(acking.backoffNanos());
        maxPending = acking.maxPending();
    }

    private void push(Push push) {
        deliverSubject = push.deliverSubject();
        deliverGroup = push.group();
        flowControl = push.flowControl();
        idleHeartbeatNanos = push.idleHeartbeatNanos();
        rateLimitBitsPerSecond = push.rateLimitBitsPerSecond();
    }

    /** Returns whether messages are asked for. */
    boolean isPull() {
        return deliverSubject.isEmpty();
    }

    /** Returns the filters, however they were said. */
    List<String> allFilters() {
        List<String> all = new ArrayList<>(filters);
        if (!filter.isEmpty()) {
            all.add(filter);
        }
        return all;
    }

    /** Returns the percentage that a text is, or -1 if it is none. */
    static long percent(String frequency) {
        String digits = digits(frequency);
        if (!digits.matches("[+-]?\\d+")) {
            return -1;
        }
        BigInteger number = new BigInteger(digits);
        return number.bitLength() < Long.SIZE ? Math.max(-1, number.longValue()) : -1;
    }

    /** Returns what the reference says of a text that is no percentage. */
    static String whyNoPercent(String frequency) {
        String digits = digits(frequency);
        if (!digits.matches("[+-]?\\d+")) {
            return "strconv.Atoi: parsing " + Quoted.ofBytes(digits) + ": invalid syntax";
        }
        return new BigInteger(digits).bitLength() < Long.SIZE
                ? "<nil>"
                : "strconv.Atoi: parsing " + Quoted.ofBytes(digits) + ": value out of range";
    }

    private static String digits(String frequency) {
        return frequency.endsWith("%") ? frequency.substring(0, frequency.length() - 1) : frequency;
    }

    /** Returns the configuration as it is now. */
    public ConsumerConfig finish() {
        return new ConsumerConfig(
                name,
                durable,
                isNameSaid,
                description,
                new Start(deliverPolicy, startSeq, startTime),
                new Acking(ackPolicy, ackWaitNanos, maxDeliver, backoffNanos, maxPending),
                allFilters(),
                filter.isEmpty() && !filters.isEmpty(),
                replay,
                isPull()
                        ? null
                        : new Push(
                                deliverSubject, deliverGroup, flowControl, idleHeartbeatNanos, rateLimitBitsPerSecond),
                new Pull(maxWaiting, maxBatch, maxExpiresNanos, maxBytes),
                new Priority(priorityPolicy, priorityGroups, priorityTimeoutNanos),
                headersOnly,
                sampleFrequency,
                inactiveThresholdNanos,
                (int) replicas,
                memory,
                direct,
                sourcing,
                pauseUntil == null ? null : pauseUntil.toInstant(),
                metadata);
    }

    /** Returns another one that is the same. */
    ConsumerDraft copy() {
        ConsumerDraft copy = new ConsumerDraft(finish());
        copy.filter = filter;
        copy.filters = new ArrayList<>(filters);
        copy.deliverGroup = deliverGroup;
        copy.flowControl = flowControl;
        copy.idleHeartbeatNanos = idleHeartbeatNanos;
        copy.rateLimitBitsPerSecond = rateLimitBitsPerSecond;
        copy.replicas = replicas;
        return copy;
    }
}
