package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.AssetHealth;
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
    private static final String UNAVAILABLE = "unavailable";

    /** One thing that is wrong, with what. */
    record Problem(
            String type,
            @OmitEmpty String account,
            @OmitEmpty String stream,
            @OmitEmpty String consumer,
            @OmitEmpty String error) {
        static Problem of(AssetHealth problem) {
            return new Problem(
                    problem.type(), problem.account(), problem.stream(), problem.consumer(), problem.error());
        }
    }

    /**
     * What a request asks for.
     *
     * @param depth how far it goes
     * @param details whether each problem is listed with its type
     */
    public record Options(String account, String stream, String consumer, Depth depth, boolean details) {
        static Options of(Query query) throws BadQuery {
            boolean isOnOnly = query.flag("js-enabled");
            isOnOnly |= query.flag("js-enabled-only");
            boolean isServerOnly = query.flag("js-server-only");
            query.flag("js-meta-only"); // Without a cluster it asks for the same, but it must be well formed.
            boolean details = query.flag("details");
            Depth depth = Depth.of(isServerOnly, isOnOnly);
            return new Options(query.text("account"), query.text("stream"), query.text("consumer"), depth, details);
        }
    }

    /** What is asked (MO-44). */
    public enum Depth {
        /** Whether clients can connect. */
        SERVER,
        /** Whether there is JetStream too, if there is to be. */
        JETSTREAM,
        /** Whether its streams are well too. */
        STREAMS;

        public static Depth of(boolean isServerOnly, boolean isOnOnly) {
            if (isServerOnly) {
                return SERVER;
            }
            return isOnOnly ? JETSTREAM : STREAMS;
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
        if (options.depth() == Depth.SERVER
                || !server.config().features().jetStream().isOn()) {
            return new Healthz(200, OK, 0, null, List.of());
        }
        return ofJetStream(server, options);
    }

    private static Healthz ofJetStream(ServerView server, Options options) {
        boolean isAll = options.depth() == Depth.STREAMS;
        AssetHealth problem = isAll || server.jetStream() == null
                ? AssetHealth.problem(server, options.account(), options.stream(), options.consumer())
                : null;
        if (problem == null) {
            return new Healthz(200, OK, 0, null, List.of());
        }
        return options.details()
                ? new Healthz(problem.httpStatus(), ERROR, 0, null, List.of(Problem.of(problem)))
                : new Healthz(problem.httpStatus(), UNAVAILABLE, 0, problem.error(), List.of());
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
                ? new Healthz(httpStatus, ERROR, 0, null, List.of(new Problem(type, "", "", "", error)))
                : new Healthz(httpStatus, ERROR, 0, error, List.of());
    }
}
