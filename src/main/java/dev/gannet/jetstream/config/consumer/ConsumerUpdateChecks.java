package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.consumer.ConsumerConfig.Push;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Start;
import dev.gannet.jetstream.config.consumer.ConsumerRules.Surroundings;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What may become of a consumer that is there (CO-47, CO-48, CO-50). Pure functions. */
final class ConsumerUpdateChecks {
    private ConsumerUpdateChecks() {}

    static void check(ConsumerConfig old, ConsumerConfig asked, Surroundings around) throws ApiException {
        refuse(old.start().policy() != asked.start().policy(), "deliver policy");
        refuse(old.memory() != asked.memory(), "storage type");
        refuse(old.direct() != asked.direct(), "direct");
        refuse(old.sourcing() != asked.sourcing(), "sourcing");
        checkStart(old.start(), asked.start());
        refuse(old.acking().policy() != asked.acking().policy(), "ack policy");
        refuse(old.replay() != asked.replay(), "replay policy");
        checkPush(old.push(), asked.push(), around);
        refuse(old.pull().maxWaiting() != asked.pull().maxWaiting(), "max waiting");
    }

    private static void checkStart(Start old, Start asked) throws ApiException {
        refuse(old.seq() != asked.seq(), "start sequence");
        OffsetDateTime was = old.time();
        OffsetDateTime is = asked.time();
        refuse((was == null) != (is == null) || (was != null && is != null && !was.isEqual(is)), "start time");
    }

    private static void checkPush(@Nullable Push old, @Nullable Push asked, Surroundings around) throws ApiException {
        refuse(heartbeat(old) != heartbeat(asked), "heart beats");
        refuse((old != null && old.flowControl()) != (asked != null && asked.flowControl()), "flow control");
        if (old == null && asked != null) {
            throw ErrorCode.CONSUMER_CREATE.exception("can not update pull consumer to push based");
        }
        if (old != null && asked == null) {
            throw ErrorCode.CONSUMER_CREATE.exception("can not update push consumer to pull based");
        }
        if (old != null
                && asked != null
                && !old.deliverSubject().equals(asked.deliverSubject())
                && around.hasInterest(old.deliverSubject())) {
            throw ErrorCode.CONSUMER_NAME_EXIST.exception();
        }
    }

    private static long heartbeat(@Nullable Push push) {
        return push == null ? 0 : push.idleHeartbeatNanos();
    }

    private static void refuse(boolean isChanged, String what) throws ApiException {
        if (isChanged) {
            throw ErrorCode.CONSUMER_CREATE.exception(what + " can not be updated");
        }
    }
}
