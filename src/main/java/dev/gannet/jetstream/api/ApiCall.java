package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.api.ApiQueue.Waiting;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.event.Advisories;
import dev.gannet.jetstream.event.Advisories.ApiAudit;
import dev.gannet.protocol.json.JsonWriter;
import dev.gannet.routing.Request;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request to the API: what it says, and the way back. It has one answer. Any thread, one after the other. */
final class ApiCall {
    private static final byte[] NO_HEADERS = {};

    private final ApiDesk desk;
    private final Request request;
    private final ApiType type;
    private final @Nullable String client;
    private final Waiting waiting;
    private final String[] tokens;

    /** What the calls of a server have in common. */
    record ApiDesk(ApiHost host, ApiQueue queue, Advisories advisories, ApiCounters counters) {}

    /** Does something that may be refused. */
    @FunctionalInterface
    interface Attempt {
        void run() throws ApiException;
    }

    /**
     * @param client who asks, as JSON, or null if nobody wants to know
     * @param waiting the requests that this one is counted among
     */
    ApiCall(ApiDesk desk, Request request, ApiType type, @Nullable String client, Waiting waiting) {
        this.desk = desk;
        this.request = request;
        this.type = type;
        this.client = client;
        this.waiting = waiting;
        this.tokens = request.subject().split("\\.", -1);
    }

    Account account() {
        return request.account();
    }

    ApiHost host() {
        return desk.host();
    }

    Advisories advisories() {
        return desk.advisories();
    }

    ApiCounters counters() {
        return desk.counters();
    }

    /** Returns a token of the subject, counted from zero. */
    String token(int index) {
        return tokens[index];
    }

    /** Returns all tokens of the subject. */
    List<String> tokens() {
        return List.of(tokens);
    }

    /** Returns whether anybody waits for an answer. */
    boolean hasReply() {
        return !request.reply().isEmpty();
    }

    byte[] headers() {
        return request.headers();
    }

    byte[] body() {
        return request.payload();
    }

    /** Returns the beginning of an answer. */
    JsonWriter head() {
        return new JsonWriter().text("type", type.type());
    }

    /** Does something, and answers with what is wrong if that is refused. */
    void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (ApiException e) {
            fail(e.error());
        }
    }

    void answer(JsonWriter json) {
        answer(json, NO_HEADERS);
    }

    void answer(JsonWriter json, byte[] headers) {
        end(json.finish(), headers, false);
    }

    void fail(ApiError error) {
        String json = head().raw("error", error.appendTo(new StringBuilder())).finish();
        end(json.substring(0, json.length() - 1) + type.failed() + "}", NO_HEADERS, true);
    }

    /** Answers with a message: that is neither counted nor told of. */
    void answerQuietly(JsonWriter json) {
        waiting.leave();
        send(json.finish(), NO_HEADERS);
    }

    /** Does not answer: nobody would. */
    void leave() {
        waiting.leave();
    }

    private void end(String json, byte[] headers, boolean failed) {
        waiting.leave();
        if (desk.host().limits(account()) != null) {
            desk.counters().count(failed); // What others ask is not counted, not even among all (JA-53).
        }
        send(json, headers);
        if (client != null) {
            String body = new String(request.payload(), ISO_8859_1);
            desk.advisories().told(account(), new ApiAudit(client, request.subject(), body, json));
        }
    }

    private void send(String json, byte[] headers) {
        if (hasReply()) {
            request.answer(headers, json.getBytes(UTF_8));
        }
    }

    /** Returns what hands an answer back to the API's thread; what went wrong is answered with. */
    <T> Answer<T> then(Consumer<T> done) {
        return then(done, this::fail);
    }

    /** Returns what hands an answer, or what went wrong, back to the API's thread. */
    <T> Answer<T> then(Consumer<T> done, Consumer<ApiError> failed) {
        return new Answer<>() {
            @Override
            public void done(T value) {
                desk.queue().add(() -> done.accept(value));
            }

            @Override
            public void failed(ApiError error) {
                desk.queue().add(() -> failed.accept(error));
            }
        };
    }

    /** Does something on the API's thread. */
    void later(Runnable task) {
        desk.queue().add(task);
    }
}
