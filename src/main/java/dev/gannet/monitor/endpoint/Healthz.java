package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.json.OmitEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /healthz}: whether the server can do its work.
 *
 * @param httpStatus the status to answer with
 * @param statusCode the same in the body, for those who ask without HTTP; zero leaves it out
 */
public record Healthz(
        @JsonIgnore int httpStatus,
        String status,
        @JsonProperty("status_code") @OmitEmpty int statusCode,
        @OmitEmpty @Nullable String error,
        @OmitEmpty List<Problem> errors) {
    private static final String OK = "ok";
    private static final String ERROR = "error";

    /** One thing that is wrong. */
    record Problem(String type, @OmitEmpty String error) {}

    /**
     * What a request asks for.
     *
     * @param details whether each problem is listed with its type
     */
    public record Options(String account, String stream, String consumer, boolean details) {
        static Options of(Query query) throws BadQuery {
            for (String flag : List.of("js-enabled", "js-enabled-only", "js-server-only", "js-meta-only")) {
                query.flag(flag); // Without JetStream they ask for the same, but they must be well formed.
            }
            boolean details = query.flag("details");
            return new Options(query.text("account"), query.text("stream"), query.text("consumer"), details);
        }
    }

    /** Asks a server for its health. */
    public static Healthz of(ServerView server, Options options) {
        if (options.account().isEmpty() && !options.stream().isEmpty()) {
            return of(400, "BAD_REQUEST", "\"account\" must not be empty when checking stream health", options);
        }
        if (options.stream().isEmpty() && !options.consumer().isEmpty()) {
            return of(400, "BAD_REQUEST", "\"stream\" must not be empty when checking consumer health", options);
        }
        String notReady = server.notReadyReason();
        if (notReady != null) {
            return of(500, "CONNECTION", notReady, options);
        }
        return new Healthz(200, OK, 0, null, List.of());
    }

    /** Returns the same with the status in the body too. */
    public Healthz withStatusCode() {
        return new Healthz(httpStatus, status, httpStatus, error, errors);
    }

    boolean isOk() {
        return status.equals(OK);
    }

    private static Healthz of(int httpStatus, String type, String error, Options options) {
        return options.details()
                ? new Healthz(httpStatus, ERROR, 0, null, List.of(new Problem(type, error)))
                : new Healthz(httpStatus, ERROR, 0, error, List.of());
    }
}
