package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.GoTime;
import dev.gannet.protocol.GoJson;
import dev.gannet.routing.Asker.Detail;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What services of other accounts learn of who asks, most of all in a header line (AC-22), which is made again when what
 * it says has changed.
 *
 * <p><b>Owner:</b> the asker's event loop.
 */
public final class RequestInfo {
    private final Supplier<Who> asker;
    private String account = "";
    private long rttNanos;
    private byte[] line = {};
    private @Nullable Detail lineDetail;
    private String lineService = "";

    /** What can be said of an asker; texts may be empty. */
    public record Who(
            Instant start,
            String host,
            long cid,
            String account,
            String user,
            String name,
            String language,
            String version,
            String server,
            String cluster) {}

    /** {@code asker} is asked when the line is made again. */
    public RequestInfo(Supplier<Who> asker) {
        this.asker = asker;
    }

    /** Says in which account the asker is now, and how far away. */
    public void set(String currentAccount, long currentRttNanos) {
        if (rttNanos != currentRttNanos || !account.equals(currentAccount)) {
            account = currentAccount;
            rttNanos = currentRttNanos;
            lineDetail = null;
        }
    }

    /**
     * Returns the header line with its end; not to be changed.
     *
     * @param service the account that the service is asked by on behalf of the asker's, or the empty text
     */
    byte[] line(Detail detail, String service) {
        if (detail != lineDetail || !service.equals(lineService)) {
            lineDetail = detail;
            lineService = service;
            line = ("Nats-Request-Info: " + json(asker.get(), detail, service, rttNanos) + "\r\n").getBytes(UTF_8);
        }
        return line;
    }

    /** Returns what the line says, as JSON. */
    public String json(Detail detail) {
        return json(asker.get(), detail, "", rttNanos);
    }

    long rttNanos() {
        return rttNanos;
    }

    private static String json(Who who, Detail detail, String service, long rttNanos) {
        boolean all = detail == Detail.ALL;
        StringBuilder json = new StringBuilder("{");
        if (all) {
            text(json, "start", GoTime.format(who.start()));
            text(json, "host", who.host());
            number(json, "id", who.cid());
        }
        text(json, "acc", who.account());
        text(json, "svc", service);
        if (all) {
            text(json, "user", who.user());
            text(json, "name", who.name());
            text(json, "lang", who.language());
            text(json, "ver", who.version());
        }
        number(json, "rtt", rttNanos);
        if (detail != Detail.ACCOUNT) {
            text(json, "server", who.server());
            text(json, "cluster", who.cluster());
        }
        if (all) {
            text(json, "kind", "Client");
            text(json, "client_type", "nats");
        }
        return json.append('}').toString();
    }

    private static void text(StringBuilder json, String name, String value) {
        if (!value.isEmpty()) {
            GoJson.quote(key(json, name), value);
        }
    }

    private static void number(StringBuilder json, String name, long value) {
        if (value != 0) {
            key(json, name).append(value);
        }
    }

    private static StringBuilder key(StringBuilder json, String name) {
        return json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":");
    }
}
