package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.GoTime;
import dev.gannet.protocol.GoJson;
import dev.gannet.routing.Asker.Detail;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The header line by which services of other accounts learn who asks (AC-22); made again when what it says has changed.
 *
 * <p><b>Owner:</b> the asker's event loop.
 */
public final class RequestInfo {
    private final Supplier<Who> asker;
    private byte[] line = {};
    private @Nullable Detail lineDetail;
    private String lineService = "";
    private String lineAccount = "";
    private long lineRttNanos;

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
            String server) {}

    /** {@code asker} is asked when the line is made again. */
    public RequestInfo(Supplier<Who> asker) {
        this.asker = asker;
    }

    /** Returns the line with its end; not to be changed. */
    public byte[] line(Detail detail, String service, String account, long rttNanos) {
        boolean isSame = detail == lineDetail
                && rttNanos == lineRttNanos
                && service.equals(lineService)
                && account.equals(lineAccount);
        if (!isSame) {
            lineDetail = detail;
            lineService = service;
            lineAccount = account;
            lineRttNanos = rttNanos;
            String json = json(asker.get(), detail, service, rttNanos);
            line = ("Nats-Request-Info: " + json + "\r\n").getBytes(ISO_8859_1);
        }
        return line;
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
        }
        if (all) {
            text(json, "kind", "Client");
            text(json, "client_type", "nats");
        }
        return json.append('}').toString();
    }

    private static void text(StringBuilder json, String name, String value) {
        if (!value.isEmpty()) {
            GoJson.quoteBytes(key(json, name), value);
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
