package dev.gannet.jetstream.config.consumer;

import dev.gannet.base.GoTime;
import dev.gannet.base.ShortHash;
import dev.gannet.jetstream.config.AssetLevel;
import dev.gannet.jetstream.config.AssetNames;
import dev.gannet.jetstream.config.Retention;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.consumer.ConsumerChecks.Limits;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader.Action;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader.Asked;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.subject.Subjects;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request for a consumer, among the others of its stream (CO-32 to CO-53, CO-181 to CO-185). Pure
 * functions.
 */
public final class ConsumerRules {
    private ConsumerRules() {}

    /** A stream and its consumers at the moment of the request. */
    public interface Surroundings {
        StreamConfig stream();

        Limits limits();

        /** Returns the stream's consumers. */
        Iterable<ConsumerConfig> consumers();

        /** Returns how many of them {@link ConsumerConfig#isCounted count}. */
        int countedConsumers();

        /** Returns the stream's consumer of this name, or null. */
        @Nullable
        ConsumerConfig find(String name);

        /** Returns whether anybody in the account subscribes to a subject. */
        boolean hasInterest(String subject);

        /** Returns a name by chance, of letters and digits. */
        String newName();

        /** Returns what tells the stream from others of the same name (CO-183). */
        String identity();
    }

    /**
     * What is to be done.
     *
     * @param config what the consumer is from then on
     * @param before what it was, or null if it is new; the same as {@code config} if nothing is to be done
     * @param isReset whether it is to begin anew behind what is acknowledged (CO-185)
     */
    public record Decision(ConsumerConfig config, @Nullable ConsumerConfig before, boolean isReset) {
        public boolean isNew() {
            return before == null;
        }

        /** Returns whether there is nothing to do. */
        public boolean isNothing() {
            return !isReset && config.equals(before);
        }
    }

    /** Returns what is to be done, or throws what is wrong with it. */
    public static Decision decide(Asked asked, Surroundings around) throws ApiException {
        ConsumerDraft draft = asked.config().copy();
        if (draft.direct && draft.sourcing && !draft.name.isEmpty()) {
            adaptToStream(draft, around);
        }
        boolean names = draft.direct || draft.sourcing;
        if (names && !asked.identity().isEmpty() && !asked.identity().equals(around.identity())) {
            throw ErrorCode.CONSUMER_STREAM_IDENTITY_MISMATCH.exception(around.identity());
        }
        ConsumerConfig before = draft.name.isEmpty() ? null : around.find(draft.name);
        if (before != null) {
            keep(before, draft);
        }
        ConsumerConfig checked = ConsumerChecks.check(draft, around.stream(), around.limits(), asked.isPedantic());
        if (before == null && !draft.durable.isEmpty()) {
            before = around.find(draft.durable);
        }
        return before == null ? create(asked, checked, around) : update(asked, before, checked, around);
    }

    /** Returns what tells a stream from others of the same name (CO-183). */
    public static String identity(long createdNanos) {
        return ShortHash.of(GoTime.format(Instant.EPOCH.plusNanos(createdNanos)));
    }

    /** Checks that what a stream is to allow from now on its consumers do not exceed. */
    public static void checkStream(StreamConfig before, StreamConfig after, Iterable<ConsumerConfig> consumers)
            throws ApiException {
        StreamConfig.ConsumerLimits limits = after.consumerLimits();
        if (limits.equals(before.consumerLimits())) {
            return;
        }
        List<String> beyond = new ArrayList<>();
        for (ConsumerConfig consumer : consumers) {
            if (isBeyond(consumer.inactiveThresholdNanos(), limits.inactiveThresholdNanos())
                    || isBeyond(consumer.acking().maxPending(), limits.maxAckPending())) {
                beyond.add(consumer.name());
            }
        }
        if (!beyond.isEmpty()) {
            throw ErrorCode.STREAM_UPDATE.exception(
                    "change to limits violates consumers: " + String.join(", ", beyond));
        }
    }

    private static boolean isBeyond(long value, long max) {
        return max > 0 && value > max;
    }

    /** Returns what a consumer is that does nothing until some time, or does something again (CO-168). */
    public static ConsumerConfig paused(ConsumerConfig before, @Nullable Instant until) {
        ConsumerDraft draft = before.draft();
        draft.pauseUntil = until == null ? null : until.atOffset(ZoneOffset.UTC);
        draft.metadata.put(AssetLevel.REQUIRED, Integer.toString(ConsumerChecks.requiredLevel(draft)));
        return draft.finish();
    }

    /**
     * Checks from where on a consumer is to begin anew (CO-171).
     *
     * @param seq unsigned; 0 is behind what is acknowledged
     * @param seqOfTime finds the first sequence at a time or later
     */
    public static void checkReset(ConsumerConfig config, long seq, ToLongFunction<Instant> seqOfTime)
            throws ApiException {
        if (seq == 0) {
            return;
        }
        switch (config.start().policy()) {
            case ALL -> {}
            case BY_START_SEQUENCE -> refuseReset(seq, config.start().seq(), "below start seq");
            case BY_START_TIME -> {
                OffsetDateTime time = Objects.requireNonNull(config.start().time());
                refuseReset(seq, seqOfTime.applyAsLong(time.toInstant()), "below start time");
            }
            default -> throw ErrorCode.CONSUMER_INVALID_RESET.exception("not allowed");
        }
    }

    private static void refuseReset(long seq, long lowest, String why) throws ApiException {
        if (Long.compareUnsigned(seq, lowest) < 0) {
            throw ErrorCode.CONSUMER_INVALID_RESET.exception(why);
        }
    }

    /** Checks that a consumer has a group of requests (CO-163). */
    public static void checkGroup(ConsumerConfig config, String group) throws ApiException {
        if (!config.priority().groups().contains(group)) {
            throw ErrorCode.CONSUMER_INVALID_PRIORITY_GROUP.exception();
        }
    }

    /** One server's stream that is fed from another's does not know what that is like (CO-181, CO-182). */
    private static void adaptToStream(ConsumerDraft draft, Surroundings around) {
        if (around.stream().storage().retention() == Retention.LIMITS) {
            draft.name += "-" + around.newName();
            return;
        }
        draft.direct = false;
        draft.durable = draft.name;
        draft.ackPolicy = AckPolicy.FLOW_CONTROL;
        draft.ackWaitNanos = 0;
        draft.maxDeliver = 0;
        draft.inactiveThresholdNanos = 0;
    }

    /** What a request does not change (CO-46, CO-184). */
    private static void keep(ConsumerConfig before, ConsumerDraft draft) {
        draft.pauseUntil =
                before.pauseUntil() == null ? null : before.pauseUntil().atOffset(ZoneOffset.UTC);
        if (draft.sourcing && !draft.durable.isEmpty()) {
            draft.deliverPolicy = before.start().policy();
            draft.startSeq = before.start().seq();
            draft.startTime = before.start().time();
        }
    }

    private static Decision update(Asked asked, ConsumerConfig before, ConsumerConfig checked, Surroundings around)
            throws ApiException {
        if (asked.action() == Action.CREATE && !isSame(checked, before)) {
            throw ErrorCode.CONSUMER_ALREADY_EXISTS.exception();
        }
        if (around.stream().storage().retention() == Retention.WORKQUEUE) {
            checkUnique(checked, around);
        }
        if (isSame(checked, before)) {
            return new Decision(before, before, checked.sourcing());
        }
        ConsumerUpdateChecks.check(before, checked, around);
        ConsumerConfig after =
                checked.inactiveThresholdNanos() == before.inactiveThresholdNanos() ? checked : withThreshold(checked);
        return new Decision(after, before, after.sourcing());
    }

    private static Decision create(Asked asked, ConsumerConfig checked, Surroundings around) throws ApiException {
        if (asked.action() == Action.UPDATE) {
            throw ErrorCode.CONSUMER_DOES_NOT_EXIST.exception();
        }
        if (checked.isCounted()) {
            checkCount(around);
            if (around.stream().storage().retention() == Retention.WORKQUEUE) {
                checkWorkQueue(checked, around);
            }
        }
        ConsumerDraft draft = withThreshold(checked).draft();
        if (!draft.durable.isEmpty()) {
            draft.name = draft.durable;
        }
        while (draft.name.isEmpty() || around.find(draft.name) != null) {
            draft.name = around.newName();
        }
        if (draft.name.length() > AssetNames.LENGTH_MAX) {
            throw ErrorCode.CONSUMER_NAME_TOO_LONG.exception(AssetNames.LENGTH_MAX);
        }
        return new Decision(draft.finish(), null, checked.sourcing());
    }

    /** Who has no durable name goes some time after the last use (CO-22). */
    private static ConsumerConfig withThreshold(ConsumerConfig checked) {
        if (!checked.durable().isEmpty() || checked.inactiveThresholdNanos() > 0) {
            return checked;
        }
        ConsumerDraft draft = checked.draft();
        draft.inactiveThresholdNanos = ConsumerDefaults.INACTIVE_NANOS;
        return draft.finish();
    }

    /** Levels are not compared. */
    private static boolean isSame(ConsumerConfig checked, ConsumerConfig before) {
        return checked.withMetadata(AssetLevel.withoutLevel(checked.metadata()))
                .equals(before.withMetadata(AssetLevel.withoutLevel(before.metadata())));
    }

    private static void checkCount(Surroundings around) throws ApiException {
        long max = around.stream().limits().maxConsumers();
        Limits limits = around.limits();
        if (max <= 0 || (limits.maxConsumers() > 0 && limits.maxConsumers() < max)) {
            max = limits.maxConsumers();
        }
        if (max <= 0) {
            max = limits.defaultMaxConsumers();
        }
        if (max > 0 && around.countedConsumers() >= max) {
            throw ErrorCode.MAXIMUM_CONSUMERS_LIMIT.exception();
        }
    }

    private static void checkWorkQueue(ConsumerConfig checked, Surroundings around) throws ApiException {
        AckPolicy policy = checked.acking().policy();
        if (policy != AckPolicy.EXPLICIT && policy != AckPolicy.FLOW_CONTROL) {
            throw ErrorCode.CONSUMER_WQ_REQUIRES_EXPLICIT_ACK.exception();
        }
        if (checked.start().policy() != DeliverPolicy.ALL) {
            throw ErrorCode.CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL.exception();
        }
        if (around.countedConsumers() > 0) {
            if (checked.filters().isEmpty()) {
                throw ErrorCode.CONSUMER_WQ_MULTIPLE_UNFILTERED.exception();
            }
            checkUnique(checked, around);
        }
    }

    /** On a work queue each message is for one consumer. */
    private static void checkUnique(ConsumerConfig checked, Surroundings around) throws ApiException {
        if (checked.filters().isEmpty()) {
            return;
        }
        for (ConsumerConfig other : around.consumers()) {
            if (other.isCounted()
                    && !other.name().equals(checked.name())
                    && collide(checked.filters(), other.filters())) {
                throw ErrorCode.CONSUMER_WQ_CONSUMER_NOT_UNIQUE.exception();
            }
        }
    }

    private static boolean collide(List<String> own, List<String> others) {
        return others.isEmpty()
                || own.stream().anyMatch(one -> others.stream().anyMatch(other -> Subjects.collide(one, other)));
    }
}
