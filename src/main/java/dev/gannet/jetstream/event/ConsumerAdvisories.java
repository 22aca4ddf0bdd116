package dev.gannet.jetstream.event;

import dev.gannet.account.Account;
import dev.gannet.protocol.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what becomes of consumers, and of what they send, to those who listen: what nobody hears is not made (CO-65,
 * CO-82 to CO-102, CO-158 to CO-167). Any thread.
 */
public final class ConsumerAdvisories {
    private static final String ADVISORY = "$JS.EVENT.ADVISORY.CONSUMER.";
    private static final String METRIC = "$JS.EVENT.METRIC.CONSUMER.ACK.";
    private static final String METRIC_TYPE = "io.nats.jetstream.metric.v1.consumer_ack";
    private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private final Advisories advisories;

    public ConsumerAdvisories(Advisories advisories) {
        this.advisories = advisories;
    }

    /** Which consumer it is. */
    public record Subject(Account account, String stream, String consumer) {
        String under(String prefix) {
            return prefix + "." + stream + "." + consumer;
        }
    }

    /** Which message, how often it was sent, and as which of the consumer's. */
    public record Delivery(long streamSeq, long consumerSeq, long deliveries) {}

    public void created(Subject of) {
        tell(of, "CREATED", "consumer_action", json -> json.text("action", "create"));
    }

    public void deleted(Subject of) {
        tell(of, "DELETED", "consumer_action", json -> json.text("action", "delete"));
    }

    /**
     * Tells that it sends nothing until some time, or again (CO-167).
     *
     * @param until null is never
     */
    public void paused(Subject of, @Nullable Instant until) {
        Instant now = advisories.now();
        tell(
                of,
                "PAUSE",
                "consumer_pause",
                json -> json.flag("paused", until != null && now.isBefore(until))
                        .time("pause_until", until == null ? NO_TIME : until));
    }

    /** Tells whom a group is bound to (CO-158). */
    public void pinned(Subject of, String group, String id) {
        tellOfGroup(
                of,
                "PINNED",
                "consumer_group_pinned",
                json -> json.text("group", group).text("pinned_id", id));
    }

    /**
     * Tells that a group is bound to nobody any more (CO-162, CO-163).
     *
     * @param reason {@code timeout} or {@code admin}
     */
    public void unpinned(Subject of, String group, String reason) {
        tellOfGroup(
                of,
                "UNPINNED",
                "consumer_group_unpinned",
                json -> json.text("group", group).text("reason", reason));
    }

    /** Tells that a message was sent as often as it may be, and is not done (CO-102). */
    public void exceeded(Subject of, long streamSeq, long deliveries) {
        tell(
                of,
                "MAX_DELIVERIES",
                "max_deliver",
                json -> json.unsigned("stream_seq", streamSeq).unsigned("deliveries", deliveries));
    }

    /** Tells that somebody wants a message again (CO-82). */
    public void naked(Subject of, Delivery delivery) {
        tell(of, "MSG_NAKED", "nak", json -> append(json, delivery));
    }

    /** Tells that a message is not to be sent again (CO-87, CO-96). */
    public void terminated(Subject of, Delivery delivery, String reason) {
        tell(of, "MSG_TERMINATED", "terminated", json -> append(json, delivery).textIfAny("reason", reason));
    }

    /** Tells how long an acknowledgement took (CO-97). */
    public void acknowledged(Subject of, Delivery delivery, long nanos) {
        String subject = METRIC + of.stream() + "." + of.consumer();
        if (advisories.isHeard(of.account(), subject)) {
            JsonWriter json = advisories
                    .begin(METRIC_TYPE)
                    .text("stream", of.stream())
                    .text("consumer", of.consumer())
                    .unsigned("consumer_seq", delivery.consumerSeq())
                    .unsigned("stream_seq", delivery.streamSeq())
                    .number("ack_time", nanos)
                    .unsigned("deliveries", delivery.deliveries());
            advisories.publish(of.account(), subject, json);
        }
    }

    private static JsonWriter append(JsonWriter json, Delivery delivery) {
        return json.unsigned("consumer_seq", delivery.consumerSeq())
                .unsigned("stream_seq", delivery.streamSeq())
                .unsigned("deliveries", delivery.deliveries());
    }

    /** Appends what is told. */
    private interface Details {
        JsonWriter append(JsonWriter json);
    }

    private void tell(Subject of, String event, String type, Details details) {
        String subject = of.under(ADVISORY + event);
        if (advisories.isHeard(of.account(), subject)) {
            JsonWriter json =
                    advisories.advisory(type).text("stream", of.stream()).text("consumer", of.consumer());
            advisories.publish(of.account(), subject, details.append(json));
        }
    }

    /** These name the account, and their domain stands before what they tell. */
    private void tellOfGroup(Subject of, String event, String type, Details details) {
        String subject = of.under(ADVISORY + event);
        if (advisories.isHeard(of.account(), subject)) {
            JsonWriter json = advisories
                    .advisory(type)
                    .text("account", of.account().name())
                    .text("stream", of.stream())
                    .text("consumer", of.consumer());
            advisories.publishAsIs(of.account(), subject, details.append(advisories.withDomain(json)));
        }
    }
}
