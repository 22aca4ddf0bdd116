package dev.gannet.jetstream.api;

import dev.gannet.jetstream.StreamView;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.ViewRequest;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.protocol.json.JsonParser;
import java.util.List;
import java.util.function.Consumer;

/** Requests about consumers, of which there are none yet: whoever asks learns that, in the reference's words. */
final class ConsumerCalls {
    private static final int STREAM = 4;
    private static final int DURABLE_STREAM = 5;
    private static final int NAMES_MAX = 1024;
    private static final int LIST_MAX = 256;

    private final Streams streams;
    private final Bodies bodies;

    ConsumerCalls(Streams streams, Bodies bodies) {
        this.streams = streams;
        this.bodies = bodies;
    }

    void names(ApiCall call) throws ApiException {
        none(call, NAMES_MAX);
    }

    void list(ApiCall call) throws ApiException {
        none(call, LIST_MAX);
    }

    private void none(ApiCall call, int limit) throws ApiException {
        bodies.consumers(call);
        ofStream(
                call,
                STREAM,
                stream -> call.answer(StreamCalls.page(call.head(), 0, 0, limit).list("consumers", List.of())));
    }

    /** Answers that the consumer is not there; a request that says something is wrong before. */
    void find(ApiCall call) throws ApiException {
        if (!Bodies.isEmpty(call.body())) {
            throw ErrorCode.NOT_EMPTY_REQUEST.exception();
        }
        notFound(call);
    }

    void notFound(ApiCall call) {
        ofStream(call, STREAM, stream -> call.fail(ErrorCode.CONSUMER_NOT_FOUND.error()));
    }

    void unpin(ApiCall call) throws ApiException {
        try {
            new JsonParser(call.body()).only();
        } catch (JsonException e) {
            throw ErrorCode.INVALID_JSON.exception(
                    call.body().length == 0 ? "unexpected end of JSON input" : e.problem());
        }
        notFound(call);
    }

    void create(ApiCall call) {
        refuse(call, STREAM);
    }

    void createDurable(ApiCall call) {
        refuse(call, DURABLE_STREAM);
    }

    private void refuse(ApiCall call, int token) {
        ofStream(call, token, stream -> call.fail(ErrorCode.CONSUMER_CREATE.error("consumers are not built yet")));
    }

    private void ofStream(ApiCall call, int token, Consumer<StreamView> then) {
        streams.view(call.account(), call.token(token), ViewRequest.PLAIN, call.then(then));
    }
}
