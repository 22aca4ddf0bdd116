package dev.gannet.jetstream.config.consumer;

import dev.gannet.jetstream.config.WordType;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonShape;
import dev.gannet.protocol.json.JsonTime;
import dev.gannet.protocol.json.JsonType;
import java.util.List;
import java.util.TreeMap;

/** Reads what a consumer is asked to be (CO-1 to CO-44), and what was kept of it. Any thread. */
public final class ConsumerConfigReader {
    private static final JsonType<Long> INT = JsonType.signed("int");
    private static final JsonType<Long> DURATION = JsonType.signed("time.Duration");
    private static final JsonType<List<String>> TEXTS = JsonType.list("[]string", JsonType.TEXT, "");
    private static final JsonType<List<Long>> DURATIONS = JsonType.list("[]time.Duration", DURATION, 0L);

    private final boolean isStrict;
    private final JsonShape<Request> request;
    private final JsonShape<ConsumerDraft> stored = shape();

    /** What is to happen if the consumer is there, or is not (CO-44). The first is the default. */
    public enum Action {
        EITHER,
        UPDATE,
        CREATE
    }

    /**
     * What was asked; what the subject says is already taken over.
     *
     * @param stream the stream's name
     * @param config as it was written; nobody changes it any more
     * @param isPedantic whether nothing is to be another value than was asked (CO-38)
     * @param identity which stream of that name is meant (CO-183); empty is any
     */
    public record Asked(String stream, ConsumerDraft config, Action action, boolean isPedantic, String identity) {}

    /** A request while it is read. */
    private static final class Request {
        String stream = "";
        ConsumerDraft config = new ConsumerDraft();
        Action action = Action.EITHER;
        boolean isPedantic;
    }

    /**
     * @param isStrict whether members are errors that nobody knows
     */
    public ConsumerConfigReader(boolean isStrict) {
        this.isStrict = isStrict;
        this.request = new JsonShape<>("CreateConsumerRequest", Request::new)
                .with("stream_name", JsonType.TEXT, (into, value) -> into.stream = value)
                .with("config", shape(), (into, value) -> into.config = value)
                .with("action", new ActionType(), (into, value) -> into.action = value)
                .with("pedantic", JsonType.BOOL, (into, value) -> into.isPedantic = value);
    }

    /**
     * Reads the body of a request to create or change a consumer.
     *
     * @param identity which stream is meant; empty is any
     */
    public Asked request(byte[] json, String identity) throws ApiException {
        try {
            Request read = request.request(json, isStrict);
            read.config.isNameSaid = !read.config.name.isEmpty();
            return new Asked(read.stream, read.config, read.action, read.isPedantic, identity);
        } catch (JsonException e) {
            throw ErrorCode.INVALID_JSON.exception(e.problem());
        }
    }

    /**
     * Reads what {@link ConsumerConfigJson} has written; members of later versions are passed over.
     *
     * @param name by which the consumer is known, since not all settings show it
     */
    public ConsumerConfig stored(String name, byte[] json) throws JsonException {
        ConsumerDraft draft = stored.whole(json);
        draft.isNameSaid = !draft.name.isEmpty();
        draft.name = name;
        return draft.finish();
    }

    private static JsonShape<ConsumerDraft> shape() {
        JsonShape<ConsumerDraft> shape = new JsonShape<>("ConsumerConfig", ConsumerDraft::new);
        shape.with("durable_name", JsonType.TEXT, (draft, value) -> draft.durable = value)
                .with("name", JsonType.TEXT, (draft, value) -> draft.name = value)
                .with("description", JsonType.TEXT, (draft, value) -> draft.description = value)
                .with(
                        "deliver_policy",
                        new WordType<>(DeliverPolicy.class),
                        (draft, value) -> draft.deliverPolicy = value)
                .with("opt_start_seq", JsonType.unsigned(), (draft, value) -> draft.startSeq = value)
                .with("opt_start_time", new JsonTime(), (draft, value) -> draft.startTime = value)
                .with("filter_subject", JsonType.TEXT, (draft, value) -> draft.filter = value)
                .with("filter_subjects", TEXTS, (draft, value) -> draft.filters = value)
                .with("replay_policy", new WordType<>(ReplayPolicy.class), (draft, value) -> draft.replay = value)
                .with("headers_only", JsonType.BOOL, (draft, value) -> draft.headersOnly = value)
                .with("sample_freq", JsonType.TEXT, (draft, value) -> draft.sampleFrequency = value)
                .with("inactive_threshold", DURATION, (draft, value) -> draft.inactiveThresholdNanos = value)
                .with("num_replicas", INT, (draft, value) -> draft.replicas = value)
                .with("mem_storage", JsonType.BOOL, (draft, value) -> draft.memory = value)
                .with("direct", JsonType.BOOL, (draft, value) -> draft.direct = value)
                .with("sourcing", JsonType.BOOL, (draft, value) -> draft.sourcing = value)
                .with(
                        "metadata",
                        JsonType.texts("map[string]string"),
                        (draft, value) -> draft.metadata = new TreeMap<>(value))
                .with("pause_until", new JsonTime(), (draft, value) -> draft.pauseUntil = value);
        addAcking(shape);
        addPull(shape);
        addPush(shape);
        return shape;
    }

    private static void addAcking(JsonShape<ConsumerDraft> shape) {
        shape.with("ack_policy", new WordType<>(AckPolicy.class), (draft, value) -> draft.ackPolicy = value)
                .with("ack_wait", DURATION, (draft, value) -> draft.ackWaitNanos = value)
                .with("max_deliver", INT, (draft, value) -> draft.maxDeliver = value)
                .with("backoff", DURATIONS, (draft, value) -> draft.backoffNanos = value)
                .with("max_ack_pending", INT, (draft, value) -> draft.maxPending = value);
    }

    private static void addPull(JsonShape<ConsumerDraft> shape) {
        shape.with("max_waiting", INT, (draft, value) -> draft.maxWaiting = value)
                .with("max_batch", INT, (draft, value) -> draft.maxBatch = value)
                .with("max_expires", DURATION, (draft, value) -> draft.maxExpiresNanos = value)
                .with("max_bytes", INT, (draft, value) -> draft.maxBytes = value)
                .with("priority_groups", TEXTS, (draft, value) -> draft.priorityGroups = value)
                .with(
                        "priority_policy",
                        new WordType<>(PriorityPolicy.class),
                        (draft, value) -> draft.priorityPolicy = value)
                .with("priority_timeout", DURATION, (draft, value) -> draft.priorityTimeoutNanos = value);
    }

    private static void addPush(JsonShape<ConsumerDraft> shape) {
        shape.with("deliver_subject", JsonType.TEXT, (draft, value) -> draft.deliverSubject = value)
                .with("deliver_group", JsonType.TEXT, (draft, value) -> draft.deliverGroup = value)
                .with("flow_control", JsonType.BOOL, (draft, value) -> draft.flowControl = value)
                .with("idle_heartbeat", DURATION, (draft, value) -> draft.idleHeartbeatNanos = value)
                .with("rate_limit_bps", JsonType.unsigned(), (draft, value) -> draft.rateLimitBitsPerSecond = value);
    }
}
