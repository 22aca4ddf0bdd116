package dev.gannet.jetstream.config.consumer;

import dev.gannet.base.GoTime;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Acking;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Priority;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Pull;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Push;
import dev.gannet.jetstream.config.consumer.ConsumerConfig.Start;
import dev.gannet.protocol.json.JsonWriter;
import java.util.List;

/** Writes what a consumer is told to be, member by member in the reference's order (CO-31). Pure functions. */
public final class ConsumerConfigJson {
    private ConsumerConfigJson() {}

    /** Returns a configuration as JSON, of which each char is a character. */
    public static String write(ConsumerConfig config) {
        Push push = config.push() == null ? new Push("", "", false, 0, 0) : config.push();
        Pull pull = config.pull();
        JsonWriter json = new JsonWriter()
                .textIfAny("durable_name", config.durable())
                .textIfAny("name", config.isNameSaid() ? config.name() : "")
                .textIfAny("description", config.description());
        addStart(json, config.start());
        addAcking(json, config.acking());
        addFilters(json, config);
        json.text("replay_policy", config.replay().word())
                .unsignedIfAny("rate_limit_bps", push.rateLimitBitsPerSecond())
                .textIfAny("sample_freq", config.sampleFrequency())
                .numberIfAny("max_waiting", pull.maxWaiting())
                .numberIfAny("max_ack_pending", config.acking().maxPending())
                .flagIfSet("flow_control", push.flowControl())
                .flagIfSet("headers_only", config.headersOnly())
                .numberIfAny("max_batch", pull.maxBatch())
                .numberIfAny("max_expires", pull.maxExpiresNanos())
                .numberIfAny("max_bytes", pull.maxBytes())
                .textIfAny("deliver_subject", push.deliverSubject())
                .textIfAny("deliver_group", push.group())
                .numberIfAny("idle_heartbeat", push.idleHeartbeatNanos())
                .numberIfAny("inactive_threshold", config.inactiveThresholdNanos())
                .number("num_replicas", config.replicas())
                .flagIfSet("mem_storage", config.memory())
                .flagIfSet("direct", config.direct())
                .flagIfSet("sourcing", config.sourcing())
                .textsIfAny("metadata", config.metadata());
        if (config.pauseUntil() != null) {
            json.time("pause_until", config.pauseUntil());
        }
        addPriority(json, config.priority());
        return json.finish();
    }

    private static void addStart(JsonWriter json, Start start) {
        json.text("deliver_policy", start.policy().word()).unsignedIfAny("opt_start_seq", start.seq());
        if (start.time() != null) {
            json.text("opt_start_time", GoTime.format(start.time()));
        }
    }

    private static void addAcking(JsonWriter json, Acking acking) {
        json.text("ack_policy", acking.policy().word())
                .numberIfAny("ack_wait", acking.waitNanos())
                .numberIfAny("max_deliver", acking.maxDeliver());
        List<Long> backoff = acking.backoffNanos();
        if (!backoff.isEmpty()) {
            json.list("backoff", backoff.stream().map(String::valueOf).toList());
        }
    }

    private static void addFilters(JsonWriter json, ConsumerConfig config) {
        if (config.hasFilterList()) {
            json.texts("filter_subjects", config.filters());
        } else if (!config.filters().isEmpty()) {
            json.text("filter_subject", config.filters().get(0));
        }
    }

    private static void addPriority(JsonWriter json, Priority priority) {
        json.textsIfAny("priority_groups", priority.groups())
                .textIfAny(
                        "priority_policy",
                        priority.policy() == PriorityPolicy.NONE
                                ? ""
                                : priority.policy().word())
                .numberIfAny("priority_timeout", priority.timeoutNanos());
    }
}
