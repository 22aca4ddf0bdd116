package dev.gannet.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every answer of the server's own looks like: who says it, and what, or what is wrong (MO-110). Pure functions. */
final class ServiceAnswer {
    static final int BAD_REQUEST = 400;
    static final int SERVER_ERROR = 500;

    private ServiceAnswer() {}

    /** What is wrong with a request. */
    record Failure(int code, String description) {}

    static Map<String, @Nullable Object> of(ServerStamp server, Object data) {
        Map<String, @Nullable Object> answer = done(server);
        answer.put("data", data);
        return answer;
    }

    /** The answer to a request that wanted nothing said. */
    static Map<String, @Nullable Object> done(ServerStamp server) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("server", server);
        return answer;
    }

    static Map<String, @Nullable Object> failed(ServerStamp server, int code, String description) {
        Map<String, @Nullable Object> answer = done(server);
        answer.put("error", new Failure(code, description));
        return answer;
    }

    /** The same as the reference has it where a page could not be made: the page is there, and null. */
    static Map<String, @Nullable Object> withoutPage(ServerStamp server, String description) {
        Map<String, @Nullable Object> answer = done(server);
        answer.put("data", null);
        answer.put("error", new Failure(SERVER_ERROR, description));
        return answer;
    }
}
