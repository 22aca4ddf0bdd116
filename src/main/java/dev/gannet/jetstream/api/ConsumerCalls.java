package dev.gannet.jetstream.api;

import dev.gannet.jetstream.ConsumerView;
import dev.gannet.jetstream.Consumers;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.config.consumer.ConsumerChecks;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader.Asked;
import dev.gannet.jetstream.config.consumer.ConsumerRules;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.event.ConsumerAdvisories;
import dev.gannet.jetstream.event.ConsumerAdvisories.Subject;
import dev.gannet.protocol.GoJson;
import dev.gannet.protocol.json.JsonWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Requests about consumers (JA-20 to JA-30, CO-40 to CO-53, CO-163 to CO-185). On the API's thread. */
final class ConsumerCalls {
    private static final int STREAM = 4;
    private static final int CONSUMER = 5;
    private static final int NAMES_MAX = 1024;
    private static final int LIST_MAX = 256;
    private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private final Streams streams;
    private final Consumers consumers;
    private final Bodies bodies;
    private final ConsumerConfigReader strict = new ConsumerConfigReader(true);
    private final ConsumerConfigReader lenient = new ConsumerConfigReader(false);

    ConsumerCalls(Streams streams, Consumers consumers, Bodies bodies) {
        this.streams = streams;
        this.consumers = consumers;
        this.bodies = bodies;
    }

    void create(ApiCall call) throws ApiException {
        ConsumerConfigReader reader = call.host().settings().isStrict() ? strict : lenient;
        Asked asked = reader.request(call.body(), RequestHeaders.value(call.headers(), RequestHeaders.IDENTITY));
        ConsumerSubjects.apply(call.tokens(), asked);
        boolean namesStream = asked.config().direct || asked.config().sourcing;
        consumers.create(call.account(), asked, call.then(made -> {
            ConsumerView view = made.view();
            if (made.isNew()) {
                advisories(call).created(subject(call, view));
            }
            answer(call, view, namesStream, UnaryOperator.identity());
            if (ConsumerJson.remainingNanos(view.pausedUntil(), call.host().now()) > 0) {
                advisories(call).paused(subject(call, view), view.pausedUntil());
            }
        }));
    }

    /**
     * Answers with a consumer.
     *
     * @param namesStream whether the answer says which stream of its name it is (CO-183)
     * @param more what stands behind it
     */
    private void answer(ApiCall call, ConsumerView view, boolean namesStream, UnaryOperator<JsonWriter> more) {
        JsonWriter json =
                more.apply(ConsumerJson.append(call.head(), view, call.host().now()));
        if (!namesStream) {
            call.answer(json);
            return;
        }
        streams.view(
                call.account(),
                view.stream(),
                ViewRequest.PLAIN,
                call.then(stream -> call.answer(
                        json,
                        RequestHeaders.block(RequestHeaders.IDENTITY, ConsumerRules.identity(stream.createdNanos())))));
    }

    private static ConsumerAdvisories advisories(ApiCall call) {
        return new ConsumerAdvisories(call.advisories());
    }

    private static Subject subject(ApiCall call, ConsumerView view) {
        return new Subject(call.account(), view.stream(), view.config().name());
    }

    void delete(ApiCall call) throws ApiException {
        requireEmpty(call);
        consumers.delete(
                call.account(),
                call.token(STREAM),
                call.token(CONSUMER),
                call.then(gone -> call.answer(call.head().flag("success", true))));
    }

    void info(ApiCall call) throws ApiException {
        requireEmpty(call);
        consumers.view(
                call.account(),
                call.token(STREAM),
                call.token(CONSUMER),
                call.then(view -> answer(call, view, false, UnaryOperator.identity())));
    }

    private static void requireEmpty(ApiCall call) throws ApiException {
        if (!Bodies.isEmpty(call.body())) {
            throw ErrorCode.NOT_EMPTY_REQUEST.exception();
        }
    }

    void names(ApiCall call) throws ApiException {
        page(
                call,
                NAMES_MAX,
                view -> GoJson.quoteBytes(new StringBuilder(), view.config().name())
                        .toString());
    }

    void list(ApiCall call) throws ApiException {
        page(call, LIST_MAX, view -> ConsumerJson.listed(view, call.host().now()));
    }

    private void page(ApiCall call, int limit, Function<ConsumerView, String> shown) throws ApiException {
        int from = bodies.consumers(call).offset;
        consumers.list(call.account(), call.token(STREAM), call.then(listed -> {
            List<ConsumerView> all =
                    listed.stream().filter(view -> view.config().isShown()).toList();
            int offset = Math.min(from, all.size());
            List<String> page = all.subList(offset, all.size()).stream()
                    .limit(limit)
                    .map(shown)
                    .toList();
            call.answer(StreamCalls.page(call.head(), all.size(), offset, limit).list("consumers", page));
        }));
    }

    void pause(ApiCall call) throws ApiException {
        OffsetDateTime asked = bodies.pause(call);
        Instant until = asked == null || asked.toInstant().equals(NO_TIME) ? null : asked.toInstant();
        consumers.pause(call.account(), call.token(STREAM), call.token(CONSUMER), until, call.then(view -> {
            long remaining = ConsumerJson.remainingNanos(until, call.host().now());
            call.answer(call.head()
                    .flag("paused", remaining > 0)
                    .time("pause_until", until == null ? NO_TIME : until)
                    .numberIfAny("pause_remaining", remaining));
        }));
    }

    /** Nobody answers for a consumer that is not there. */
    void reset(ApiCall call) {
        if (!call.hasReply() || call.host().limits(call.account()) == null) {
            call.leave();
            return;
        }
        consumers.view(
                call.account(),
                call.token(STREAM),
                call.token(CONSUMER),
                call.then(found -> call.attempt(() -> resetThere(call)), nobody -> call.leave()));
    }

    private void resetThere(ApiCall call) throws ApiException {
        if (RequestHeaders.requireMore(call.headers())) {
            throw ErrorCode.REQUIRED_API_LEVEL.exception();
        }
        String identity = RequestHeaders.value(call.headers(), RequestHeaders.IDENTITY);
        long seq = bodies.reset(call);
        consumers.reset(
                call.account(),
                call.token(STREAM),
                call.token(CONSUMER),
                seq,
                call.then(view -> answer(
                        call,
                        view,
                        !identity.isEmpty(),
                        json -> json.unsigned("reset_seq", view.delivered().streamSeq() + 1))));
    }

    void unpin(ApiCall call) throws ApiException {
        String group = bodies.group(call);
        if (group.isEmpty()) {
            throw ErrorCode.INVALID_JSON.exception("consumer group not specified");
        }
        if (!ConsumerChecks.isGroup(group)) {
            throw ErrorCode.CONSUMER_INVALID_GROUP_NAME.exception();
        }
        consumers.unpin(
                call.account(),
                call.token(STREAM),
                call.token(CONSUMER),
                group,
                call.then(view -> call.answer(call.head())));
    }
}
